import assert from 'node:assert/strict';
import { RULE_METAS } from '@gitlab-chatops/shared/lint';
import fc from 'fast-check';
import { readPage } from '../../docs/rule-pages.js';
import { assertFixes, withFix, withSafeFixes } from './support/fix-text.js';
import { lintText } from './support/lint-text.js';

const CHAT = '  rules:\n    - if: $CI_PIPELINE_SOURCE == "chat"\n';

describe('lint fixes', () => {
  for (const { id } of RULE_METAS) {
    const page = readPage(id);
    for (const [i, { text, settingsText }] of [...(page?.bad ?? []), ...(page?.good ?? [])].entries()) {
      if (settingsText !== undefined) continue;
      it(`keep their promises in example ${i + 1} of ${id}`, () => assertFixes(text));
    }
  }

  it('keep comments, blank lines and everything else as it was', () => {
    const text = `# top

.chat: &chat # template
  only: [chat]   # the old way

job:
  <<: *chat
  script:
    - echo $CHAT_INPUT # why
    - |
      # shell comment

      ls "$CHAT_INPUT"   # more
    - 'echo "it''s" $CHAT_INPUT'
    - "echo \\"x\\" $CHAT_INPUT"
    - >-
      echo
      $CHAT_INPUT
`;
    assertFixes(text);
    assert.equal(
      withSafeFixes(text).text,
      `# top

.chat: &chat # template
  rules:
    - if: $CI_PIPELINE_SOURCE == "chat"   # the old way

job:
  <<: *chat
  script:
    - echo "$CHAT_INPUT" # why
    - |
      # shell comment

      ls -- "$CHAT_INPUT"   # more
    - 'echo "it''s" "$CHAT_INPUT"'
    - "echo \\"x\\" \\"$CHAT_INPUT\\""
    - >-
      echo
      "$CHAT_INPUT"
`,
    );
  });

  it('leave only: [chat] alone where rules would break a job that shares it', () => {
    for (const text of [
      '.chat: { only: [chat] }\na: { extends: .chat, script: [x], except: [tags] }\n',
      '.chat:\n  only: [chat]\na:\n  extends: .chat\n  script: [x]\nb:\n  extends: .chat\n  only: [web]\n  script: [x]\n',
      'a:\n  only: [chat]\n  when: delayed\n  start_in: 1 minute\n  script: [x]\n',
      '.chat:\n  only: [chat]\n.other:\n  extends: .chat\n  except: [tags]\na:\n  extends: .chat\n  script: [x]\n',
    ]) {
      assertFixes(text);
      assert.equal(withSafeFixes(text).text, text);
    }
  });

  it('do not shut the door of a chat job that shares a list of rules', () => {
    assertFixes(`.rules: &rules
  - if: $CI_COMMIT_BRANCH
chat:
  rules: *rules
  script: [echo "$CHAT_INPUT"]
other:
  rules: *rules
  script: [x]
`);
  });

  // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the shell
  const braces = '${CHAT_INPUT}';
  const piece = fc.constantFrom(
    ...[
      '$CHAT_INPUT',
      '"$CHAT_INPUT"',
      braces,
      "'q'",
      'a b',
      '--x="$CHAT_INPUT"',
      '$(date)',
      ': c',
      '# d',
      '*',
    ],
  );
  const command = fc
    .tuple(
      fc.constantFrom('echo', './run', 'cat', 'ls -la', 'grep x', 'printf "%s\\n"'),
      fc.array(piece, { maxLength: 4 }),
    )
    .map(([name, words]) => [name, ...words].join(' '));
  const style = fc.constantFrom('plain', 'single', 'double', 'literal', 'folded', 'flow');

  function entry(text: string, how: string): string {
    switch (how) {
      case 'single':
        return `    - '${text.replaceAll("'", "''")}' # note\n`;
      case 'double':
        return `    - "${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"\n`;
      case 'literal':
        return `    - |\n      true\n\n      ${text}\n`;
      case 'folded':
        return `    - >-\n      true;\n      ${text}\n`;
      case 'flow':
        return `    - ['${text.replaceAll("'", "''")}', "b"]\n`;
      default:
        return /: |^[#*&!|>'"%@`{[]| #/.test(text)
          ? `    - '${text.replaceAll("'", "''")}'\n`
          : `    - ${text} # note\n`;
    }
  }

  it('mend a plain scalar that holds many hazards', () => {
    const uses = '$CHAT_INPUT '.repeat(6).trim();
    assertFixes(`job:\n  only: [chat]\n  script:\n    - cat ${uses} # note\nother:\n  script: [x]\n`);
  });

  it('keep their promises in any script, in every YAML style (property)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(command, style), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(CHAT, '  only: [chat]\n', '  only:\n    - chat\n', '', '  except: [tags]\n'),
        fc.constantFrom('\n', '\r\n'),
        (script, policy, end) => {
          const lines = script.map(([text, how]) => entry(text, how)).join('');
          const text = `# head\njob: # name\n${policy}  # before\n  script:\n${lines}\nother:\n  script: [x]\n`;
          assertFixes(text.replaceAll('\n', end));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('offer what a person may choose, and leave alone a key that stands there twice', () => {
    for (const [rule, text, expected] of [
      ['chat-retry', 'a:\n  only: [chat]\n  retry: 2\n  script: [x]\n', 'retry: 0\n'],
      ['chat-waits', 'a:\n  only: [chat]\n  when: manual\n  script: [x]\n', 'when: on_success\n'],
      ['chat-window', 'a:\n  only: [chat]\n  timeout: 2 hours\n  script: [x]\n', 'timeout: 30m\n'],
      ['chat-unreachable-stage', 'a:\n  only: [chat]\n  stage: .pre\n  script: [x]\n', 'stage: test\n'],
      [
        'chat-never-runs',
        'a:\n  rules:\n    - if: $CI_COMMIT_TAG\n  script: [\'./run "$CHAT_INPUT"\']\n',
        '    - if: $CI_PIPELINE_SOURCE == "chat"\n    - if: $CI_COMMIT_TAG\n',
      ],
      [
        'chat-legacy-only',
        'a:\n  only: [main]\n  rules:\n    - if: $CI_COMMIT_BRANCH\n  script: [x]\n',
        'a:\n  rules:\n',
      ],
    ] as const) {
      const [fix] = lintText(text).find((finding) => finding.rule === rule)?.fixes ?? [];
      assert.ok(fix && !fix.safe, text);
      assert.ok(withFix(text, fix).includes(expected), withFix(text, fix));
      assertFixes(text);
    }
    const shared = 'default: { retry: 1 }\na:\n  only: [chat]\n  script: [x]\n';
    assert.deepEqual(lintText(shared).find(({ rule }) => rule === 'chat-retry')?.fixes, []);
    const twice = 'a:\n  only: [chat]\n  script: [x]\n  only: [chat]\n';
    assert.deepEqual(lintText(twice).find(({ rule }) => rule === 'chat-legacy-only')?.fixes, []);
  });

  const names = fc.constantFrom('.t', '.u');
  const policies = fc.constantFrom(
    ...[
      'only: [chat]',
      'only: [chat, web]',
      'only: [main]',
      'except: [tags]',
      'when: manual',
      'stage: build',
    ],
    ...['rules: [{ if: $CI_COMMIT_BRANCH }]', 'rules:\n    - if: $CI_PIPELINE_SOURCE == "chat"', 'retry: 1'],
  );

  it('keep their promises whatever jobs share (property)', () => {
    const keys = fc.uniqueArray(policies, { maxLength: 2, selector: (line) => line.split(':')[0] });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(keys, fc.option(names)), { minLength: 1, maxLength: 4 }),
        keys,
        keys,
        (jobs, t, u) => {
          const block = (name: string, lines: readonly string[]): string =>
            `${name}:\n  variables: { A: b } # shared\n${lines.map((line) => `  ${line}\n`).join('')}`;
          const text = [
            block('.t', t),
            block('.u', u),
            ...jobs.map(([lines, base], i) =>
              block(`job${i}`, [...(base === null ? [] : [`extends: ${base}`]), ...lines, 'script: [./run]']),
            ),
          ].join('\n');
          assertFixes(text);
        },
      ),
      { numRuns: 200 },
    );
  });
});
