/** Builds in `folder` and packages; returns the VSIX file's path. `platform`: `linux-x64`, …, or `universal`. */
export function packageExtension(options?: { folder?: string; platform?: string }): Promise<string>;
