import assert from 'node:assert/strict';
import { memoryFiles, pipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import {
  DEFAULT_LINT_SETTINGS,
  type LintRule,
  lint,
  lintExposures,
  lintSettingsSchema,
  RULE_IDS,
  readIgnores,
  readLintSettings,
} from '@gitlab-chatops/shared/lint';
import fc from 'fast-check';
import { lintText, ROOT_FILE, shell } from './support/lint-text.js';

const CHAT = 'rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]';

function rules(text: string): readonly string[] {
  return lintText(text).map(({ rule, at }) => `${at.line} ${rule}`);
}

describe('lint engine', () => {
  it('gives findings by place, each once however many jobs share the place', () => {
    const text = `.t:\n  only: [chat]\n  script:\n    - ./run $CHAT_INPUT\nb: { extends: .t }\na: { extends: .t }\n`;
    assert.deepEqual(rules(text), ['2 chat-legacy-only', '4 chat-input-unquoted']);
  });

  it('maps places back through anchors, references and included files', () => {
    const files = { 'inc.yml': '.t:\n  script:\n    - ./run $CHAT_INPUT\n' };
    const text = `include: [inc.yml]\n.u: &u\n  - |\n    true\n    ./run $CHAT_INPUT\na:\n  ${CHAT}\n  before_script: *u\n  script:\n    - !reference [.t, script]\n    - echo\n`;
    const places = lintText(text, { files })
      .filter(({ rule }) => rule === 'chat-input-unquoted')
      .map(({ at }) => `${at.file}:${at.line}:${at.column}`);
    assert.deepEqual(places, [`${ROOT_FILE}:5:11`, 'inc.yml:3:13']);
  });

  it('finds the place in every style of scalar, with a tag or an anchor before it', () => {
    for (const [entry, place] of [
      ['./run $CHAT_INPUT', '4:13'],
      ["'./run $CHAT_INPUT'", '4:14'],
      ['"./run\\t$CHAT_INPUT"', '4:15'],
      ['&a ./run $CHAT_INPUT', '4:16'],
      ['!!str ./run $CHAT_INPUT', '4:19'],
      ['>-\n      ./run\n      $CHAT_INPUT', '6:7'],
      ['|\n      true\n\n      ./run $CHAT_INPUT', '7:13'],
    ] as const) {
      const text = `a:\n  ${CHAT}\n  script:\n    - ${entry}\n`;
      const found = lintText(text).find(({ rule }) => rule === 'chat-input-unquoted');
      assert.equal(`${found?.at.line}:${found?.at.column}`, place, entry);
    }
  });

  it('keeps silent where a comment with a reason says so, at the end of the line or alone above', () => {
    const job = (line: string): string => `a:\n  ${CHAT}\n  script:\n${line}`;
    const because = '# chatops: ignore[chat-input-unquoted] it is split on purpose';
    assert.deepEqual(rules(job(`    - ./run $CHAT_INPUT ${because}\n`)), []);
    assert.deepEqual(rules(job(`    ${because}\n    - ./run $CHAT_INPUT\n`)), []);
    assert.deepEqual(rules(job(`    - |\n      ${because}\n      ./run $CHAT_INPUT\n`)), []);
    assert.deepEqual(rules(job(`    - ./run "$CHAT_INPUT" ${because}\n`)), ['4 chat-ignore-unused']);
    assert.deepEqual(rules(job('    - ./run $CHAT_INPUT # chatops: ignore[chat-input-unquoted]\n')), [
      '4 chat-ignore-reason',
    ]);
    assert.deepEqual(rules(job('    - ./run $CHAT_INPUT # chatops: ignore it\n')), [
      '4 chat-input-unquoted',
      '4 chat-ignore-reason',
    ]);
    const two = 'chatops: ignore[chat-input-unquoted, chat-input-eval] both';
    assert.deepEqual(rules(job(`    - eval $CHAT_INPUT # ${two}\n`)), []);
    const ours = (text: string): readonly string[] =>
      rules(text).filter((line) => /unquoted|ignore/.test(line));
    const whole = job('    - ./run $CHAT_INPUT\n    - |\n      ./run $CHAT_INPUT\n');
    const other = 'b: { script: [x], except: [chat] }\n';
    assert.deepEqual(ours(`${because}\n${whole}${other}`), []);
    assert.deepEqual(ours(whole.replace(':', `: ${because}`)), []);
    assert.deepEqual(ours(`${because}\n${other}${whole}`), [
      '1 chat-ignore-unused',
      '6 chat-input-unquoted',
      '8 chat-input-unquoted',
    ]);
  });

  it('reads comments without getting slow on a long line', () => {
    assert.equal(readIgnores(ROOT_FILE, `${'# chatops: ignore['.repeat(20_000)}`).length >= 1, true);
  });

  it('takes severities from the settings', () => {
    const text = 'a: { script: [x] }\n';
    const severity = (word: 'off' | 'error'): readonly string[] =>
      lintText(text, { settings: { rules: { 'chat-exposed': word } } }).map((finding) => finding.severity);
    assert.deepEqual(severity('off'), []);
    assert.deepEqual(severity('error'), ['error']);
  });

  it('runs a rule of your own', () => {
    // A rule is what it is, and one function that looks: this one wants every chat job to have tags.
    const chatTags: LintRule = {
      meta: { id: 'chat-tags', severity: 'warning', confidence: 'high', summary: 'A chat job has no tags.' },
      *check({ jobs }) {
        for (const { job, intended } of jobs) {
          if (intended && job.tags.length === 0)
            yield { job: job.name, at: job.at, message: 'choose a runner' };
        }
      },
    };
    const text = `a: { ${CHAT}, script: [x] }\nb: { ${CHAT}, script: [x], tags: [chatops] }\nc: { script: [x] }\n`;
    const context = pipelineContext({});
    const config = resolveConfig({ path: ROOT_FILE, text }, memoryFiles({}), { context });
    const { findings } = lint(
      {
        rootFile: ROOT_FILE,
        config,
        exposures: lintExposures(config, context),
        text: (file) => (file === ROOT_FILE ? text : undefined),
        shell,
        settings: DEFAULT_LINT_SETTINGS,
      },
      [chatTags],
    );
    assert.deepEqual(
      findings.map(({ rule, job, at, severity }) => [rule, job, at.line, severity]),
      [['chat-tags', 'a', 1, 'warning']],
    );
  });

  it('never throws, whatever a script holds, and points into the file (property)', () => {
    const word = fc.constantFrom(
      ...[
        '$CHAT_INPUT',
        '"$CHAT_INPUT"',
        "'",
        '"',
        '`',
        '$(',
        ')',
        '|',
        '&&',
        '||',
        ';',
        '\n',
        '{',
        '}',
        'eval',
      ],
      ...[
        'if',
        'then',
        'fi',
        'case',
        'esac',
        'in',
        'do',
        'done',
        'for',
        'while',
        '<<EOF',
        'EOF',
        '<<<',
        '[[',
        ']]',
      ],
      ...[
        'echo',
        '-e',
        'sh',
        '-c',
        'psql',
        'section_start:1:chat_reply\\r\\033[0K',
        'exit',
        '$((',
        '))',
        '${',
        'ü',
        '😀',
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), (script) => {
        const lines = script.map((words) => `    - ${JSON.stringify(words.join(' ') || 'x')}\n`);
        const text = `a:\n  ${CHAT}\n  script:\n${lines.join('')}`;
        for (const { at, fixes } of lintText(text)) {
          assert.ok(at.start <= at.end && at.end <= text.length);
          for (const edit of fixes.flatMap(({ edits }) => edits)) assert.ok(edit.end <= text.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('lint settings', () => {
  it('name the line of what is wrong and keep the rest', () => {
    const { settings, problems } = readLintSettings(
      'rules:\n  chat-exposed: off\n  chat-expose: off\n  chat-retry: loud\njobs: [a, b]\nchannel: x\n',
      RULE_IDS,
    );
    assert.deepEqual(settings.rules, { 'chat-exposed': 'off' });
    assert.deepEqual(settings.jobs, ['a', 'b']);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3, 4, 6],
    );
  });

  it('tell the line of what is no YAML and of channels by name', () => {
    const linesOf = (text: string): readonly number[] =>
      readLintSettings(text, RULE_IDS).problems.map(({ line }) => line);
    assert.deepEqual(linesOf('jobs: [a]\nrules: { chat-exposed: off, chat-exposed: error }\n'), [2]);
    assert.deepEqual(linesOf('jobs: [a]\nchannels:\n  - C0123ABCD\n  - "#ops"\n'), [4]);
    assert.deepEqual(linesOf('rules:\n  chat-exposed:\n'), [2]);
    assert.deepEqual(linesOf('- a\n'), [1]);
    assert.deepEqual(linesOf(''), []);
  });

  it('set the severity of findings about comments too', () => {
    const text = 'a: { script: [x], except: [chat] } # chatops: ignore[chat-exposed] was once\n';
    const severities = (level: string): readonly string[] =>
      lintText(text, { settingsText: `rules: { chat-ignore-unused: ${level} }\n` }).flatMap(
        ({ rule, severity }) => (rule === 'chat-ignore-unused' ? [severity] : []),
      );
    assert.deepEqual(severities('error'), ['error']);
    assert.deepEqual(severities('off'), []);
  });

  it('have a schema that knows every rule', () => {
    const schema = JSON.stringify(lintSettingsSchema(RULE_IDS));
    for (const id of RULE_IDS) assert.ok(schema.includes(`"${id}"`));
  });
});
