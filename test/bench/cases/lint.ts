import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createResolveCache, memoryFiles, pipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import { createShellParser, DEFAULT_LINT_SETTINGS, lint, lintExposures } from '@gitlab-chatops/shared/lint';
import { Language, Parser } from 'web-tree-sitter';
import { isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Bench } from '../bench.js';
import { bigRepository } from './config.js';

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

type Files = Readonly<Record<string, string>>;

/** One letter more each round, up to 40. */
const typed = (round: number): string => 'x'.repeat(1 + (round % 40));

const inOneFile = (edit: (text: string, round: number) => string): ((round: number) => Files) => {
  const text = bigConfig();
  return (round) => ({ [ROOT_FILE]: edit(text, round) });
};

/** The text changes where its `before` stands: a keystroke somewhere in the file. */
function insert(text: string, before: string, what: string): string {
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`the bench file holds no ${before}`);
  return text.slice(0, at) + what + text.slice(at);
}

interface Keystroke {
  readonly id: string;
  /** What is typed. */
  readonly what: string;
  readonly files: () => (round: number) => Files;
  /** At least as many findings; fewer would be a measure of nothing. */
  readonly findings: number;
}

const MIDDLE = Math.floor(JOBS / 2);

const KEYSTROKES: readonly Keystroke[] = [
  {
    id: 'lint-keystroke',
    what: 'lint 2,000 lines again after a letter was typed in a script in the middle: read, resolve, exposure, rules',
    files: () => inOneFile((text, round) => insert(text, `building ${MIDDLE}`, typed(round))),
    findings: JOBS / 5,
  },
  {
    id: 'lint-keystroke-top',
    what: 'the same with new lines at the top: every job moves',
    files: () => inOneFile((text, round) => `${'\n'.repeat(1 + (round % 40))}${text}`),
    findings: JOBS / 5,
  },
  {
    id: 'lint-keystroke-end',
    what: 'the same in the last comment of the file',
    files: () => inOneFile((text, round) => `${text}# ${typed(round)}\n`),
    findings: JOBS / 5,
  },
  {
    id: 'lint-keystroke-key',
    what: 'the same in the name of a job in the middle',
    files: () => inOneFile((text, round) => insert(text, `job-${MIDDLE}:`, typed(round))),
    findings: JOBS / 5,
  },
  {
    id: 'lint-keystroke-rule',
    what: 'the same in a rule that every chat job takes over',
    files: () => inOneFile((text, round) => insert(text, '"chat"', `"${typed(round)}" || "chat" == `)),
    findings: JOBS / 5,
  },
  {
    id: 'lint-keystroke-mend',
    what: 'the same with a quote that breaks the YAML, and the one that mends it, by turns',
    files: () =>
      inOneFile((text, round) => (round % 2 === 0 ? insert(text, `building ${MIDDLE}`, '"') : text)),
    findings: 0,
  },
  {
    id: 'lint-keystroke-includes',
    what: 'the same in the root file of 2,000 lines in 31 files',
    files: () => {
      const files = bigRepository();
      return (round) => ({
        ...files,
        [ROOT_FILE]: insert(files[ROOT_FILE] ?? '', 'run-root --all', typed(round)),
      });
    },
    findings: 1,
  },
];

/** Each with the same peer: what reading the texts anew would cost. */
export const lintKeystrokes: readonly Bench[] = KEYSTROKES.map(({ id, what, files, findings }) => ({
  id,
  what,
  peer: '`yaml` and tree-sitter-bash parse the same texts and their scripts, and say nothing',
  rounds: 40,
  async prepare() {
    const grammar = {
      runtime: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
      bash: readFileSync(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
    };
    const shell = await createShellParser(grammar);
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammar.bash));
    const at = files();
    const context = pipelineContext({ files: Object.keys(at(0)) });
    const cache = createResolveCache();
    let round = 0;
    const ours = (): void => {
      round += 1;
      const now = at(round);
      const config = resolveConfig({ path: ROOT_FILE, text: now[ROOT_FILE] ?? '' }, memoryFiles(now), {
        context,
        cache,
      });
      const found = lint({
        rootFile: ROOT_FILE,
        config,
        exposures: lintExposures(config, context),
        text: (file) => now[file],
        shell,
        settings: DEFAULT_LINT_SETTINGS,
      });
      if (found.findings.length < findings) throw new Error('the chat jobs are not reported');
    };
    // A file is open for a while before somebody types into it.
    for (let before = 0; before < WARM_UP; before++) ours();
    return {
      ours,
      peer() {
        for (const text of Object.values(at(round))) parseAll(text, parser);
      },
      close: () => parser.delete(),
    };
  },
}));

const WARM_UP = 30;

function parseAll(text: string, parser: Parser): void {
  visit(parseDocument(text), {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'script' || !isSeq(value)) return;
      for (const line of value.items) if (isScalar(line)) parser.parse(String(line.value))?.delete();
    },
  });
}
