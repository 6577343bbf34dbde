import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createResolveCache, memoryFiles, pipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import { createShellParser, DEFAULT_LINT_SETTINGS, lint, lintExposures } from '@gitlab-chatops/shared/lint';
import { Language, Parser } from 'web-tree-sitter';
import { isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Bench } from '../bench.js';

const require = createRequire(import.meta.url);
const ROOT_FILE = '.gitlab-ci.yml';
const JOBS = 125;

/** About 2,000 lines in one file; every fifth job is a chat job. */
export function bigConfig(): string {
  const jobs = Array.from({ length: JOBS }, (_, i) => job(i));
  return `stages: [build, test, deploy]
variables:
  REGISTRY: registry.example.com

.chat:
  rules:
    - if: $CI_PIPELINE_SOURCE == "chat"
${jobs.join('')}`;
}

function job(i: number): string {
  const isChat = i % 5 === 0;
  const rules = `rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: [src/**/*]
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      when: manual`;
  return `
job-${i}:
  stage: ${['build', 'test', 'deploy'][i % 3]}
  ${isChat ? 'extends: .chat' : rules}
  variables:
    NAME: value-${i}
  script:
    - echo "building ${i}"
    - |
      for file in src/*.c; do
        cc -c "$file" -o out/"$file".o
      done
    - ./bin/deploy --to ${isChat ? '$CHAT_INPUT' : '"$CI_COMMIT_SHA"'}
`;
}

/** One character more in a script in the middle: half of the file moves, as with a keystroke. */
function edited(text: string, round: number): string {
  const middle = Math.floor(JOBS / 2);
  return text.replace(`"building ${middle}"`, `"building ${middle}${'x'.repeat(1 + (round % 40))}"`);
}

export const lintKeystroke: Bench = {
  id: 'lint-keystroke',
  what: 'lint 2,000 lines again after a character was typed: read, resolve, exposure, rules',
  peer: '`yaml` and tree-sitter-bash parse the same text and its scripts, and say nothing',
  rounds: 30,
  async prepare() {
    const files = {
      runtime: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
      bash: readFileSync(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
    };
    const shell = await createShellParser(files);
    const parser = new Parser();
    parser.setLanguage(await Language.load(files.bash));
    const text = bigConfig();
    const context = pipelineContext({ files: [ROOT_FILE] });
    const cache = createResolveCache();
    let round = 0;
    return {
      ours() {
        round += 1;
        const now = edited(text, round);
        const config = resolveConfig({ path: ROOT_FILE, text: now }, memoryFiles({}), { context, cache });
        const { findings } = lint({
          rootFile: ROOT_FILE,
          config,
          exposures: lintExposures(config, context),
          text: (file) => (file === ROOT_FILE ? now : undefined),
          shell,
          settings: DEFAULT_LINT_SETTINGS,
        });
        if (findings.length < JOBS / 5) throw new Error('the chat jobs are not reported');
      },
      peer() {
        const document = parseDocument(edited(text, round));
        visit(document, {
          Pair(_, { key, value }) {
            if (!isScalar(key) || key.value !== 'script' || !isSeq(value)) return;
            for (const line of value.items) if (isScalar(line)) parser.parse(String(line.value))?.delete();
          },
        });
      },
      close: () => parser.delete(),
    };
  },
};
