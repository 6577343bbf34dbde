export const bundlePath: string;
/** The bundle's text as it should be. */
export function l10nBundle(): string;
