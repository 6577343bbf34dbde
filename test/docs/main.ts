import { writeFileSync } from 'node:fs';
import { generatedDocs } from './generated.js';

/** npm run docs: writes the generated parts of docs/. */
for (const { path, text } of generatedDocs()) {
  writeFileSync(new URL(`../../${path}`, import.meta.url), text);
  console.log(path);
}
