import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { memoryFiles, type ResolvedConfig, resolveConfig } from '@gitlab-chatops/shared/ci';
import { createShellParser, type ShellParser } from '@gitlab-chatops/shared/lint';
import { haveSameMeaning } from '../../../extension/src/diagnostics/same-meaning.js';

const require = createRequire(import.meta.url);
const read = (path: string): Uint8Array => readFileSync(require.resolve(path));
const config = (text: string): ResolvedConfig =>
  resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles({}));

const SCRIPT = `a:
  script:
    - |
      one \\
        two
      cat <<END
      three
      END
      four
`;

describe('two configurations', () => {
  let shell: ShellParser;
  before(async () => {
    shell = await createShellParser({
      runtime: read('web-tree-sitter/web-tree-sitter.wasm'),
      bash: read('tree-sitter-bash/tree-sitter-bash.wasm'),
    });
  });

  const same = (line: string): boolean =>
    haveSameMeaning(config(SCRIPT), config(SCRIPT.replace(line, `      # why\n${line}`)), shell);

  it('mean the same with a comment between commands', () => {
    assert.equal(same('      one'), true);
    assert.equal(same('      four'), true);
    assert.equal(haveSameMeaning(config(SCRIPT), config(`# why\n${SCRIPT}`), shell), true);
  });

  it('differ with a comment inside a continued line or a here-document', () => {
    assert.equal(same('        two'), false);
    assert.equal(same('      three'), false);
  });

  it('differ by jobs and errors', () => {
    assert.equal(haveSameMeaning(config(SCRIPT), config(`${SCRIPT}b: { script: x }\n`), shell), false);
    assert.equal(haveSameMeaning(config(SCRIPT), config(`${SCRIPT}  when: x\n`), shell), false);
  });
});
