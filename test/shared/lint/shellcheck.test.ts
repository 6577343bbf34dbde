import assert from 'node:assert/strict';
import {
  ALL_RULES,
  applyEdits,
  askShellcheck,
  type Finding,
  lint,
  type ShellcheckCall,
  type ShellcheckRequest,
} from '@gitlab-chatops/shared/lint';
import { type LintTextOptions, lintInput, lintText, ROOT_FILE } from './support/lint-text.js';

const CHAT = 'rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]';

interface Said {
  readonly code: number;
  readonly level?: string;
  readonly fix?: unknown;
}

/** As shellcheck does: columns in code points, from the first one of `word` in the input. */
function comment(input: string, word: string, { code, level = 'info', fix = null }: Said): object {
  const lines = input.split('\n');
  const line = lines.findIndex((text) => text.includes(word));
  const column = [...(lines[line] ?? '').split(word, 1).join('')].length + 1;
  const place = { line: line + 1, column, endLine: line + 1, endColumn: column + [...word].length };
  return { file: '-', ...place, level, code, message: `about ${word}`, fix };
}

const json1 = (comments: readonly object[]): ShellcheckCall => ({ output: JSON.stringify({ comments }) });

type Says = (request: ShellcheckRequest) => ShellcheckCall;

async function asked(text: string, says: Says, options: LintTextOptions = {}) {
  const input = lintInput(text, options);
  const requests: ShellcheckRequest[] = [];
  const { answers, failures } = await askShellcheck(input, {
    call: async (request) => {
      requests.push(request);
      return says(request);
    },
    concurrency: 2,
    goesOn: () => true,
    known: new Map(),
  });
  const { findings } = lint({ ...input, shellcheck: answers }, ALL_RULES);
  return {
    requests,
    failures,
    findings,
    ours: findings.filter(({ rule }) => rule.startsWith('shellcheck-')),
  };
}

const about =
  (word: string, said: Said): Says =>
  ({ input }) =>
    json1(input.includes(word) ? [comment(input, word, said)] : []);

const placed = (text: string, { at }: Finding): string => text.slice(at.start, at.end);

describe('lint with shellcheck', () => {
  it('gives it the scripts that chat can start, each once, as the Runner joins them', async () => {
    const text = `.base: { before_script: [one] }
a: { extends: .base, ${CHAT}, script: [two, [three]], after_script: [four] }
b: { extends: .base, ${CHAT}, script: [two, three] }
c: { rules: [{ if: $CI_PIPELINE_SOURCE == "push" }], script: [five] }
d: { image: "registry.example.com:5000/library/node:22-alpine3.20", ${CHAT}, script: [six] }
e: { ${CHAT}, script: ['Write-Host "seven"'] }
`;
    const { requests } = await asked(text, () => json1([]));
    assert.deepEqual(requests, [
      { shell: 'bash', input: '#!/bin/bash -e\none\ntwo\nthree\n' },
      { shell: 'bash', input: '#!/bin/bash -e\nfour\n' },
      { shell: 'dash', input: '#!/bin/dash -e\nsix\n' },
    ]);
  });

  const BODY = 'echo "é😀" $WORD';
  const styles: Readonly<Record<string, string>> = {
    plain: `- echo 'é😀' $WORD`,
    single: `- 'echo ''é😀'' $WORD'`,
    double: `- "echo \\"é\\U0001F600\\" $WORD"`,
    literal: `- |\n      true\n      ${BODY}`,
    folded: `- >\n      true;\n      ${BODY}`,
    split: `- if true; then\n    - ${BODY}\n    - fi`,
  };
  for (const [style, entry] of Object.entries(styles)) {
    it(`finds the place in a ${style} scalar`, async () => {
      const text = `a:\n  ${CHAT}\n  script:\n    ${entry}\n`;
      const { ours } = await asked(text, about('$WORD', { code: 2086 }));
      assert.deepEqual(
        ours.map((finding) => [finding.rule, finding.severity, placed(text, finding)]),
        [['shellcheck-SC2086', 'info', '$WORD']],
      );
    });
  }

  it('finds the place behind an anchor, a !reference and an include, and reports it once', async () => {
    const part = '.part:\n  before_script:\n    - echo $INC\n';
    const text = `include: part.yml
.anchor: &list [echo $ANCHOR]
a: { before_script: *list, ${CHAT}, script: [!reference [.part, before_script]] }
b: { before_script: *list, ${CHAT}, script: [!reference [.part, before_script], true] }
`;
    const says: Says = ({ input }) =>
      json1(['$ANCHOR', '$INC'].map((word) => comment(input, word, { code: 2086 })));
    const { ours } = await asked(text, says, { files: { 'part.yml': part } });
    assert.deepEqual(
      ours.map((finding) => [finding.at.file, placed(finding.at.file === ROOT_FILE ? text : part, finding)]),
      [
        [ROOT_FILE, '$ANCHOR'],
        ['part.yml', '$INC'],
      ],
    );
  });

  const SIMPLE = `a:\n  ${CHAT}\n  script:\n    - ls $DIR\n`;

  it('never reports an error of its own accord, no style, and no code that says nothing about a job', async () => {
    const severity = async (said: Said, options: LintTextOptions = {}) =>
      (await asked(SIMPLE, about('$DIR', said), options)).ours.map((finding) => finding.severity);
    assert.deepEqual(await severity({ code: 2068, level: 'error' }), ['warning']);
    assert.deepEqual(await severity({ code: 2068, level: 'warning' }), ['warning']);
    assert.deepEqual(await severity({ code: 2068, level: 'style' }), []);
    assert.deepEqual(await severity({ code: 2154, level: 'warning' }), []);
    const settings = (rule: string, wanted: 'off' | 'error') => ({ settings: { rules: { [rule]: wanted } } });
    assert.deepEqual(await severity({ code: 2068 }, settings('shellcheck-SC2068', 'error')), ['error']);
    assert.deepEqual(await severity({ code: 2068 }, settings('shellcheck-SC2068', 'off')), []);
    assert.deepEqual(await severity({ code: 2154 }, settings('shellcheck-SC2154', 'error')), ['error']);
  });

  it('reports one error of syntax once', async () => {
    const codes = async (...list: readonly number[]) =>
      (
        await asked(SIMPLE, ({ input }) =>
          json1(list.map((code) => comment(input, '$DIR', { code, level: 'error' }))),
        )
      ).ours.map(({ rule }) => rule.slice(-4));
    assert.deepEqual(await codes(1009, 1073, 1072), ['1073']);
    assert.deepEqual(await codes(1009, 1072), ['1072']);
    assert.deepEqual(await codes(1046, 1073, 1047, 1072), ['1046']);
    assert.deepEqual(await codes(1089), ['1089']);
  });

  it('says nothing again that a rule of ours says at the same place, unless that rule is off', async () => {
    const text = `a:\n  ${CHAT}\n  script:\n    - ./bin $CHAT_INPUT\n`;
    const says = about('$CHAT_INPUT', { code: 2086 });
    const rules = async (options: LintTextOptions = {}) =>
      (await asked(text, says, options)).findings
        .map(({ rule }) => rule)
        .filter((rule) => /2086|unquoted/.test(rule));
    assert.deepEqual(await rules(), ['chat-input-unquoted']);
    assert.deepEqual(await rules({ settings: { rules: { 'chat-input-unquoted': 'off' } } }), [
      'shellcheck-SC2086',
    ]);
  });

  it('is silenced by a comment, which is useless only when shellcheck has spoken', async () => {
    const text = `a:\n  ${CHAT}\n  script:\n    - ls $DIR # chatops: ignore[shellcheck-SC2086] a list of folders\n`;
    const left = (findings: readonly Finding[]) =>
      findings.map(({ rule }) => rule).filter((rule) => /shellcheck|ignore/.test(rule));
    assert.deepEqual(left((await asked(text, about('$DIR', { code: 2086 }))).findings), []);
    assert.deepEqual(left((await asked(text, () => json1([]))).findings), ['chat-ignore-unused']);
    assert.deepEqual(left((await asked(text, () => ({ failure: 'it hangs' }))).findings), []);
    assert.deepEqual(left(lintText(text)), []);
  });

  it('offers the mend as one edit, in the style of the scalar', async () => {
    const insert = (column: number, precedence: number) => {
      const place = { line: 2, endLine: 2, column, endColumn: column };
      return { ...place, precedence, replacement: '"', insertionPoint: 'afterEnd' };
    };
    const fix = { replacements: [insert(4, 7), insert(8, 7)] };
    const mended = async (entry: string) => {
      const text = `a:\n  ${CHAT}\n  script:\n    - ${entry}\n`;
      const { ours } = await asked(text, about('$DIR', { code: 2086, fix }));
      const [first] = ours[0]?.fixes ?? [];
      assert.equal(first?.safe, false);
      return applyEdits(text, first.edits).split('    - ')[1]?.trimEnd();
    };
    assert.equal(await mended('ls $DIR'), 'ls "$DIR"');
    assert.equal(await mended('"ls $DIR"'), '"ls \\"$DIR\\""');
    assert.equal(await mended("'ls $DIR # it''s'"), "'ls \"$DIR\" # it''s'");
  });

  it('takes no answer that is none of shellcheck, and gives up after three in a row', async () => {
    const jobs = Array.from({ length: 6 }, (_, i) => `j${i}: { ${CHAT}, script: [x${i}] }\n`).join('');
    for (const output of ['', 'Segmentation fault', '[]', '{"comments":{}}', '{"comments":[{"code":1}]}']) {
      const { requests, failures, findings } = await asked(jobs, () => ({ output }));
      assert.equal(failures.length, 6);
      assert.ok(requests.length < 6);
      assert.deepEqual(findings, lintText(jobs));
    }
  });

  it('keeps places inside of the file, whatever they are', async () => {
    const places = [
      { line: 1, column: 1, endLine: 1, endColumn: 9 },
      { line: 2, column: 9999, endLine: 2, endColumn: 9999 },
      { line: 2, column: 5, endLine: 9999, endColumn: 1 },
      { line: 9999, column: 1, endLine: 9999, endColumn: 1 },
      { line: 3, column: 1, endLine: 3, endColumn: 1 },
    ];
    const comments = places.map((place, i) => ({
      ...place,
      level: 'error',
      code: 2077,
      message: `place ${i}`,
      fix: null,
    }));
    const { ours } = await asked(SIMPLE, () => json1(comments));
    assert.equal(ours.length, 3);
    for (const { at } of ours) assert.ok(0 < at.start && at.start <= at.end && at.end <= SIMPLE.length);
  });

  it('leaves out a script that is longer than shellcheck can take', async () => {
    const long = `a: { ${CHAT}, script: ["${'x'.repeat(100_001)}"] }\n`;
    const { requests, failures } = await asked(long, () => json1([]));
    assert.deepEqual([requests.length, failures.length], [0, 1]);
  });
});
