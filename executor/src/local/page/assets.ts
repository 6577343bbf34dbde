import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { packageFolder } from '../package-folder.js';

/** A static file of the page. */
export interface Asset {
  readonly contentType: string;
  readonly body: Buffer;
}

const FILES: Readonly<Record<string, string>> = {
  'main.js': 'text/javascript; charset=utf-8',
  'main.css': 'text/css; charset=utf-8',
};

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#5b3fc4"/>
<path d="M8 11l6 5-6 5" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
<path d="M17 22h7" stroke="#ffb454" stroke-width="3" stroke-linecap="round"/>
</svg>`;

/** Reads the bundled browser side once. Throws CONFIG_PAGE_MISSING when it was not built. */
export function readAssets(
  folder: string = join(packageFolder(), 'dist', 'page'),
): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const [name, contentType] of Object.entries(FILES)) {
    const path = join(folder, name);
    if (!existsSync(path)) {
      throw new CodedError({
        code: 'CONFIG_PAGE_MISSING',
        message: `The channel page's ${name} is not in ${folder}.`,
        wayOut: 'Run npm run build, or install the package again.',
      });
    }
    assets.set(`/assets/${name}`, { contentType, body: readFileSync(path) });
  }
  assets.set('/assets/icon.svg', { contentType: 'image/svg+xml', body: Buffer.from(ICON) });
  return assets;
}
