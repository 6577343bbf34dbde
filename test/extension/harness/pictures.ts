import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

let folder: string | undefined;

/**
 * Where a test puts a picture of what it shows. With CHATOPS_IMAGES=docs/images the pictures of the documentation are
 * taken anew; otherwise they are made all the same, so that a broken one is noticed, and land in a temporary folder.
 */
export function picture(name: string): string {
  const wanted = process.env.CHATOPS_IMAGES;
  folder ??= wanted === undefined ? mkdtempSync(join(tmpdir(), 'chatops-images-')) : resolve(wanted);
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.png`);
}
