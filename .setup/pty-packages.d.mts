/** Platforms with a package of the extension that runs jobs; all others take the universal one. */
export const PLATFORMS: readonly string[];

/** e.g. `linux-x64`; `universal` where jobs cannot be run. */
export function ownPlatform(): string;

/** Names and folders of the packages that start a pseudo-terminal on that platform. */
export function ptyPackages(platform: string): Readonly<Record<string, string>>;

/** Whether packaging for this platform needs no registry. */
export function hasPtyPackages(platform: string): boolean;
