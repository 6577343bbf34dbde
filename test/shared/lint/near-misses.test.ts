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

const START = 'section_start:$(date +%s):chat_reply\\r\\033[0K';
const END = 'section_end:$(date +%s):chat_reply\\r\\033[0K';
const REPLY = `reply() { printf "${START}\\n%s\\n${END}\\n" "$1"; }`;

const REPLIES: Readonly<Record<string, Cases>> = {
  'chat-reply-marker': {
    hits: [`printf section_start:1:chat_reply\\r\\033[0K; ls; printf "${END}\\n"`],
    misses: [`trap 'printf "${END}\\n"' EXIT\nprintf "${START}\\n"; ls`],
  },
  'chat-reply-first-line': {
    hits: [
      `printf "${START}%s\\n${END}\\n" "$(ls)"`,
      `printf '\\033[0Ksection_start:%s:chat_reply\\r\\033[0K%s\\n' 1 a; ls; printf "${END}\\n"`,
    ],
    misses: [`printf "${START}%b\\n${END}\\n" "\\n$A"`],
  },
  'chat-reply-twice': {
    hits: [`${REPLY}\nreply a\nreply b`],
    misses: [
      `fail() { printf "${START}\\n%s\\n${END}\\n" "$1"; exit 1; }\n[ -n "$A" ] || fail a\n[ -n "$B" ] || fail b\nprintf "${START}\\nc\\n${END}\\n"`,
      `${REPLY}\nif ! ./run; then reply no; exit 1; fi\nreply yes`,
    ],
  },
  'chat-reply-empty': {
    hits: ['export A=1', 'A=$(ls)', 'cd x && ls > /dev/null', 'echo a > file'],
    misses: ['export -p', 'A=$(ls)\necho "$A"', '[ -n "$A" ] || exit 1\n./run', 'ls 2> /dev/null'],
  },
  'chat-reply-noise': {
    hits: ['apt-get update\n./run'],
    misses: ['set -e\nexport A=1\n./run', 'if a; then ./run; else ./other; fi', 'A=$(ls)\necho "$A"'],
  },
  'chat-secret-echo': {
    hits: [
      'cat <<EOF\n$API_TOKEN\nEOF',
      'T="$API_TOKEN"; echo "$T"',
      'echo "$API_TOKEN" | base64',
      'set -x\n./run "$API_TOKEN"',
      'set -euxo pipefail\n./run "$API_TOKEN"',
      'curl -v -H "PRIVATE-TOKEN: $API_TOKEN" https://example.com',
      'cat ~/.netrc',
      'compgen -v',
    ],
    misses: [
      'set -x\n./run',
      'set -e\n./run "$API_TOKEN"',
      'curl -s -H "PRIVATE-TOKEN: $API_TOKEN" https://example.com',
      'curl -v https://example.com',
      'cat <<EOF > file\n$API_TOKEN\nEOF',
      'ssh-add <(echo "$SSH_PRIVATE_KEY")',
      'echo "$API_TOKEN" | grep -q a',
    ],
  },
  'chat-needless-clone': {
    hits: ['kubectl get pods', 'helm list', 'echo "$A" | cut -d: -f1', 'curl -s https://example.com | jq .a'],
    misses: ['jq . a.json', 'sort names', 'ssh -i key host', 'kubectl apply -f a.yml', 'aws s3 cp a s3://b'],
  },
};

const LATEST = '$CI_PROJECT_URL/-/jobs/artifacts/$CI_COMMIT_BRANCH/raw/a?job=a';

const CONFIGS: Readonly<Record<string, Cases>> = {
  'chat-artifact-url': {
    hits: [
      `a: { only: [chat], script: ['echo "${LATEST}"'], artifacts: { paths: [a] } }\n`,
      `a: { only: [chat], script: ['export U=${LATEST}'], artifacts: { paths: [a] } }\n`,
    ],
    misses: [
      `a: { only: [chat], script: ['echo "${LATEST}"'] }\n`,
      `a: { only: [chat], script: ['curl -O "${LATEST}"'], artifacts: { paths: [a] } }\n`,
      `a: { only: [chat], script: ['# ${LATEST}', x], artifacts: { paths: [a] } }\n`,
      `a: { only: [main], script: ['echo "${LATEST}"'], artifacts: { paths: [a] } }\n`,
    ],
  },
  'chat-input-unquoted': {
    hits: ['a: { only: [chat], script: [cp $KEY_FILE key] }\n'],
    misses: [
      'a: { only: [chat], script: ["cp \\"$KEY_FILE\\" key"] }\n',
      'a: { only: [chat], script: [cp $KEY_FILE key], variables: { KEY_FILE: a } }\n',
      'a: { only: [main], script: [cp $KEY_FILE key] }\n',
    ],
  },
  'chat-exposed-environment': {
    hits: ['variables: { TO: production }\na: { script: [x], environment: $TO }\n'],
    misses: ['variables: { TO: staging }\na: { script: [x], environment: $TO }\n'],
  },
  'chat-runs-elsewhere': {
    hits: ['a: { script: ["./run \\"$CHAT_INPUT\\""], rules: [{ if: $CHAT_INPUT == null }] }\n'],
    misses: [
      'a: { script: ["./run \\"$CHAT_INPUT\\""], rules: [{ if: $CHAT_INPUT }] }\n',
      'a: { script: [x], rules: [{ if: $CI_PIPELINE_SOURCE != "chat", when: never }, { when: always }] }\n',
    ],
  },
  'chat-exposed': {
    hits: [
      'a: { script: [x], rules: [{ if: $CI_PIPELINE_SOURCE == "push", when: never }, { when: always }] }\n',
    ],
    misses: [
      'a: { script: [x], rules: [{ if: $CI_PIPELINE_SOURCE != "chat", when: never }, { when: always }] }\n',
    ],
  },
  'chat-only-workflow': {
    hits: [
      'workflow: { rules: [{ if: $CI_PIPELINE_SOURCE != "chat", when: never }, { when: always }] }\na: { script: [x] }\n',
      'workflow: { rules: [{ if: $CHAT_INPUT }] }\na: { script: [x] }\n',
    ],
    misses: [
      'workflow: { rules: [{ if: $CI_PIPELINE_SOURCE == "chat", when: never }, { when: always }] }\na: { script: [x] }\n',
      'workflow: { rules: [{ if: $CHAT_INPUT == null }] }\na: { script: [x] }\n',
    ],
  },
  'chat-legacy-only': {
    hits: ['a:\n  script: [x]\n  only: [main]\n  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]\n'],
    misses: ['default: { tags: [x] }\na:\n  script: [x]\n  only: [main]\n'],
  },
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
    [REPLIES, chatJob],
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
