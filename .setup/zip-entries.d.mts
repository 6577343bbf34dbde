/** The files in a zip, each with its Unix mode and its size when unpacked. */
export function zipEntries(
  file: string,
): readonly { readonly name: string; readonly mode: number; readonly size: number }[];

/** Text of a deflated file in a zip. */
export function readZipped(file: string, wanted: string): string;
