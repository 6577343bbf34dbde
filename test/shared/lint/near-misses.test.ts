import assert from 'node:assert/strict';
import { lintText } from './support/lint-text.js';

/** Whether a rule says something of a config. */
function speaks(rule: string, text: string): boolean {
  return lintText(text).some((finding) => finding.rule === rule);
}

function chatJob(script: string): string {
  const lines = script.split('\n').map((line) => `      ${line}\n`);
  return `job:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "chat"\n  script:\n    - |\n${lines.join('')}`;
}

interface Cases {
  readonly hits: readonly string[];
  readonly misses: readonly string[];
}

const SCRIPTS: Readonly<Record<string, Cases>> = {
  'chat-input-option': {
    hits: [
      'sort "$CHAT_INPUT"',
      'psql "$CHAT_INPUT"',
      'case "$CHAT_INPUT" in -*) echo no ;; esac\ncat "$CHAT_INPUT"',
    ],
    misses: [
      'case "$CHAT_INPUT" in -*) exit 1 ;; esac\ncat "$CHAT_INPUT"',
      'if [[ $CHAT_INPUT == -* ]]; then exit 1; fi\ncat "$CHAT_INPUT"',
      '[[ $CHAT_INPUT != -* ]] || exit 1\ncat "$CHAT_INPUT"',
      'case "$CHAT_INPUT" in -*|*[!a-z-]*) exit 1 ;; esac\ncat "$CHAT_INPUT"',
      'cat "./$CHAT_INPUT"',
    ],
  },
  'chat-input-unquoted': {
    hits: ['case "$CHAT_INPUT" in -*) exit 1 ;; esac\n./run $CHAT_INPUT'],
    misses: ['case "$CHAT_INPUT" in -*|*[!a-z-]*) exit 1 ;; esac\n./run $CHAT_INPUT'],
  },
  'chat-input-variable': {
    hits: [
      'cat <<< "$CHAT_INPUT"',
      'echo "$CHAT_INPUT" | tr a-z A-Z',
      'echo "$CHAT_INPUT" | tee file',
      'sudo echo "$CHAT_INPUT"',
      'A="$CHAT_INPUT"; echo "$A"',
    ],
    misses: [
      'echo "$CHAT_INPUT" > file',
      'cat <<EOF > file\n$CHAT_INPUT\nEOF',
      'echo "$CHAT_INPUT" | ./run',
      'echo "$CHAT_INPUT" | grep -q a',
      'wc -c <<< "$CHAT_INPUT"',
    ],
  },
  'chat-channel-name': {
    hits: [
      'test "$CHAT_CHANNEL" = ops',
      '[ ops = "$CHAT_CHANNEL" ]',
      'C=$CHAT_CHANNEL; [ "$C" = ops ]',
      '[[ $CHAT_CHANNEL =~ ^ops ]]',
      '[[ $CHAT_CHANNEL == ops-* ]]',
    ],
    misses: [
      '[[ $CHAT_CHANNEL == C* ]]',
      '[[ $CHAT_CHANNEL =~ ^[CG] ]]',
      'test -n "$CHAT_CHANNEL"',
      'test "$CHAT_CHANNEL" = "$OPS_CHANNEL"',
      '[ "$CHAT_CHANNEL" = "" ]',
      'case "$CHAT_CHANNEL" in C*) ;; esac',
    ],
  },
  'chat-identity-variable': {
    hits: ['U="$GITLAB_USER_LOGIN"; [ "$U" = ada ] || exit 1', '[[ $GITLAB_USER_EMAIL == *@example.com ]]'],
    misses: ['U="$GITLAB_USER_LOGIN"; echo "by $U"', '[ "$CHAT_USER_ID" = U1 ]'],
  },
  'chat-window': {
    hits: [
      'sleep 20m\nsleep 20m',
      'sleep infinity',
      'sleep $((60*40))',
      'for ((i=0; i<100; i++)); do sleep 60; done',
    ],
    misses: [
      'sleep 3600 &\n./run',
      'sleep 10m\nsleep 10m',
      'if a; then sleep 20m; else sleep 20m; fi',
      'for ((i=0; i<3; i++)); do sleep 60; done',
      'wait_for() { sleep 3600; }',
    ],
  },
};

const CONFIGS: Readonly<Record<string, Cases>> = {
  'chat-mr-variable': {
    hits: [
      'a:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "chat"\n      variables: { IID: $CI_MERGE_REQUEST_IID }\n  script: [./run]\n',
      'variables: { IID: $CI_MERGE_REQUEST_IID }\na: { only: [chat], script: [./run $IID] }\n',
      'a: { only: [chat], script: [./run], environment: review/$CI_MERGE_REQUEST_IID }\n',
    ],
    misses: [
      'variables: { IID: $CI_MERGE_REQUEST_IID }\na: { only: [chat], script: [./run] }\n',
      'a:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "chat"\n    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n      variables: { IID: $CI_MERGE_REQUEST_IID }\n  script: [./run]\n',
      'a: { only: [chat], script: [./run], environment: review/$CI_COMMIT_REF_SLUG }\n',
    ],
  },
};

describe('lint rules: hits and near misses', () => {
  for (const [table, wrap] of [
    [SCRIPTS, chatJob],
    [CONFIGS, (text: string) => text],
  ] as const) {
    for (const [rule, { hits, misses }] of Object.entries(table)) {
      for (const one of hits) {
        it(`${rule}: ${one.replaceAll('\n', '⏎')}`, () => assert.ok(speaks(rule, wrap(one))));
      }
      for (const one of misses) {
        it(`not ${rule}: ${one.replaceAll('\n', '⏎')}`, () => assert.ok(!speaks(rule, wrap(one))));
      }
    }
  }
});
