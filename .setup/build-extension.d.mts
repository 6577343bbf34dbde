export function buildExtension(): Promise<void>;
