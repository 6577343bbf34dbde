import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { type LintTextOptions, lintText } from './support/lint-text.js';

const CHAT = { rules: [{ if: '$CI_PIPELINE_SOURCE == "chat"' }] };

interface Shape {
  readonly [key: string]: unknown;
}

/** Severity, place (line:column) and rule of what one rule says of a config. */
function said(rule: string, text: string, options?: LintTextOptions): readonly string[] {
  return lintText(text, options)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, at }) => `${severity} ${at.line}:${at.column}`);
}

/** Severities of what one rule says of a chat job with these keys. */
function ofJob(rule: string, keys: Shape, others: Shape = {}, options?: LintTextOptions): readonly string[] {
  const text = stringify({ ...others, job: { ...CHAT, script: ['./run'], ...keys } }, { lineWidth: 0 });
  return said(rule, text, options).map((line) => line.split(' ')[0] ?? '');
}

const ofScript = (rule: string, ...script: readonly string[]): readonly string[] => ofJob(rule, { script });

const START = 'section_start:$(date +%s):chat_reply\\r\\033[0K';
const END = 'section_end:$(date +%s):chat_reply\\r\\033[0K';
const echo = (text: string): string => `echo -e "${text}"`;

describe('lint rules: exposure', () => {
  it('reports what chat can run, at its name, and says nothing of what it cannot', () => {
    assert.deepEqual(said('chat-exposed', 'a: { script: [x] }\n'), ['warning 1:1']);
    for (const keys of [
      'except: [chat]',
      'only: [tags]',
      'rules: [{ if: $CI_PIPELINE_SOURCE == "push" }]',
      'rules: [{ if: $CI_PIPELINE_SOURCE != "chat" }]',
    ]) {
      assert.deepEqual(said('chat-exposed', `a: { script: [x], ${keys} }\n`), [], keys);
    }
  });

  it('does not take a rule against chat for leave to run', () => {
    const text =
      'a:\n  rules:\n    - if: $CI_PIPELINE_SOURCE != "chat"\n    - if: $CI_COMMIT_BRANCH\n  script: [x]\n';
    assert.deepEqual(said('chat-exposed', text), ['warning 1:1']);
  });

  it('takes leave from rules, only, names, scripts and settings', () => {
    for (const keys of [
      'rules: [{ if: $CI_PIPELINE_SOURCE =~ /^(chat|web)$/ }]',
      'rules: [{ if: \'"chat" == $CI_PIPELINE_SOURCE\' }]',
      'rules: [{ if: $CHAT_CHANNEL == "C0123ABCD" }, { if: $CI_COMMIT_BRANCH }]',
      'only: [chats, main]',
      'stage: chatops',
      'variables: { A: $CHAT_INPUT }',
    ]) {
      assert.deepEqual(
        said('chat-exposed', `stages: [test, chatops]\na: { script: [x], ${keys} }\n`),
        [],
        keys,
      );
    }
    assert.deepEqual(said('chat-exposed', 'db:up: { script: [x] }\n', { settings: { jobs: ['db:*'] } }), []);
  });

  it('notes what depends on a variable that chat cannot set', () => {
    assert.deepEqual(said('chat-exposed', 'a: { script: [x], only: { variables: [$NIGHTLY] } }\n'), [
      'info 1:1',
    ]);
  });

  it('notes what hangs on files that are not known, or not there yet', () => {
    const text = 'a: { script: [x], rules: [{ exists: ["**/*.py"] }] }\n';
    assert.deepEqual(said('chat-exposed', text, { filesUnknown: true }), ['info 1:1']);
    assert.deepEqual(said('chat-exposed', text), ['info 1:1']);
    assert.deepEqual(said('chat-exposed', text, { files: { 'src/a.py': '' } }), ['warning 1:1']);
    const never = text.replace('] }]', '], when: never }]');
    assert.deepEqual(said('chat-exposed', never, { files: { 'a.py': '' } }), []);
  });

  it('follows a default branch that the file names, when none is known', () => {
    const text = 'a: { script: [x], only: [master] }\n';
    assert.deepEqual(said('chat-exposed', text), ['warning 1:1']);
    assert.deepEqual(said('chat-exposed', text, { defaultBranch: 'main' }), []);
  });

  it('looks at jobs of a config with errors and with unknown includes', () => {
    assert.deepEqual(said('chat-exposed', 'a: { script: [x], colour: red }\n'), ['warning 1:1']);
    const unknown = 'include: [{ template: T.gitlab-ci.yml }]\n';
    assert.deepEqual(said('chat-exposed', `${unknown}a: { script: [x] }\n`), ['warning 2:1']);
    assert.deepEqual(said('chat-exposed', `${unknown}a: { extends: .unknown }\n`), []);
    assert.deepEqual(said('ci-include-unknown', `${unknown}a: { script: [x] }\n`), ['info 1:11']);
    assert.deepEqual(said('ci-config-error', '.a: { script: [x] }\n'), ['warning 1:1']);
    assert.deepEqual(said('ci-config-error', 'a: { script: [x], stage: ship }\n'), ['error 1:26']);
  });

  it('knows production by tier and by name, as an error only where chat is in use', () => {
    const rule = 'chat-exposed-environment';
    const chat = 'c: { script: [x], only: [chat] }\n';
    assert.deepEqual(said(rule, 'a: { script: [x], environment: production }\n'), ['warning 1:32']);
    assert.deepEqual(said(rule, `a: { script: [x], environment: production }\n${chat}`), ['error 1:32']);
    for (const name of ['pre-production', 'review/live', 'test', '$PROD/x']) {
      assert.deepEqual(said(rule, `a: { script: [x], environment: ${name} }\n${chat}`), [], name);
    }
    const tier = 'a: { script: [x], environment: { name: eu, deployment_tier: production } }\n';
    assert.deepEqual(said(rule, tier + chat), ['error 1:32']);
    assert.deepEqual(
      said(rule, `a: { script: [x], environment: { name: prod, action: stop } }\n${chat}`),
      [],
    );
  });

  it('reports shared lists of rules that nobody uses yet', () => {
    const sources = ['api', 'chat', 'push', 'web', 'trigger'].map(
      (word) => `  - if: $CI_PIPELINE_SOURCE == "${word}"\n`,
    );
    const text = `.all:\n${sources.join('')}a: { script: [x], except: [chat] }\n`;
    assert.deepEqual(said('chat-exposed', text), ['warning 1:1']);
    assert.deepEqual(said('chat-runs-elsewhere', text), ['info 3:9']);
  });
});

describe('lint rules: what chat can never run', () => {
  it('names', () => {
    const rule = 'chat-unreachable-name';
    assert.deepEqual(said(rule, 'a b: { script: [x], only: [chat] }\n'), ['error 1:1']);
    assert.deepEqual(said(rule, 'a b: { script: [x] }\n'), []);
    assert.deepEqual(said(rule, 'a b: { script: [x], except: [chat] }\n'), []);
    assert.deepEqual(ofJob(rule, { parallel: 2 }), ['error']);
    assert.deepEqual(ofJob(rule, { parallel: { matrix: [{ A: ['x', 'y'] }] } }), ['error']);
    assert.deepEqual(said(rule, 'a: { trigger: b/c, rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }] }\n'), [
      'error 1:1',
    ]);
    assert.deepEqual(said(rule, '.a: { script: [x], only: [chat] }\nb: { script: [x] }\n'), ['warning 1:1']);
    assert.deepEqual(said(rule, '.a: { script: [x], only: [chat] }\nb: { extends: .a }\n'), []);
  });

  it('stages, needs and dependencies', () => {
    assert.deepEqual(ofJob('chat-unreachable-stage', { stage: '.pre' }), ['error']);
    const build = { build: { script: ['make'], stage: 'build' } };
    assert.deepEqual(ofJob('chat-missing-need', { needs: ['build'] }, build), ['error']);
    assert.deepEqual(ofJob('chat-missing-need', { needs: [{ job: 'build', optional: true }] }, build), []);
    assert.deepEqual(ofJob('chat-missing-need', { needs: [] }, build), []);
    assert.deepEqual(ofJob('chat-missing-need', { dependencies: ['build'] }, build), ['warning']);
  });

  it('workflows', () => {
    const workflow = (...rules: readonly string[]): Shape => ({
      workflow: { rules: rules.map((text) => ({ if: text })) },
    });
    const push = '$CI_PIPELINE_SOURCE == "push"';
    assert.deepEqual(ofJob('chat-workflow-blocks', {}, workflow(push)), ['error']);
    assert.deepEqual(ofJob('chat-workflow-blocks', {}, workflow(push, '$CI_COMMIT_BRANCH')), []);
    assert.deepEqual(ofJob('chat-only-workflow', {}, workflow('$CI_PIPELINE_SOURCE == "chat"')), ['warning']);
    assert.deepEqual(ofJob('chat-only-workflow', {}, workflow('$CI_PIPELINE_SOURCE == "chat"', push)), []);
    assert.deepEqual(ofJob('chat-only-workflow', {}, workflow('$CI_PIPELINE_SOURCE =~ /^(chat|push)$/')), []);
  });

  it('a job that reads CHAT_* behind rules that keep chat out, where no better rule says so', () => {
    const rule = 'chat-never-runs';
    assert.deepEqual(said(rule, 'a: { script: ["echo $CHAT_INPUT"], only: [pushes] }\n'), ['warning 1:1']);
    assert.deepEqual(said(rule, 'a: { script: ["# $CHAT_INPUT", x], only: [pushes] }\n'), []);
    assert.deepEqual(ofJob(rule, { script: ['./run "$CHAT_INPUT"'], parallel: 2 }), []);
  });

  it('waiting, retrying, running too long', () => {
    assert.deepEqual(ofJob('chat-waits', { rules: [{ ...CHAT.rules[0], when: 'manual' }] }), ['warning']);
    assert.deepEqual(ofJob('chat-waits', { when: 'manual' }), ['warning']);
    assert.deepEqual(ofJob('chat-waits', { when: 'on_failure' }), ['error']);
    assert.deepEqual(
      ofJob('chat-waits', { rules: [{ if: '$CHAT_INPUT == "go"', when: 'delayed', start_in: '1 minute' }] }),
      ['warning'],
    );
    assert.deepEqual(ofJob('chat-waits', { rules: [...CHAT.rules, { when: 'manual' }] }), []);
    assert.deepEqual(ofJob('chat-retry', { retry: 1 }), ['warning']);
    assert.deepEqual(ofJob('chat-retry', {}, { default: { retry: { max: 2 } } }), ['warning']);
    assert.deepEqual(ofJob('chat-retry', { retry: 0 }), []);
    assert.deepEqual(ofJob('chat-window', { timeout: '31m' }), ['warning']);
    assert.deepEqual(ofJob('chat-window', { timeout: '30m' }), []);
    assert.deepEqual(ofScript('chat-window', 'sleep 1h'), ['warning']);
    assert.deepEqual(ofScript('chat-window', 'for i in $(seq 100); do sleep 30; done'), ['warning']);
    assert.deepEqual(ofScript('chat-window', 'sleep 60'), []);
    assert.deepEqual(ofScript('chat-window', './gradlew assembleDebug'), ['info']);
  });
});

describe('lint rules: words that mislead', () => {
  it('channels', () => {
    const rule = 'chat-channel-name';
    const inRule = (text: string, options?: LintTextOptions) =>
      ofJob(rule, { rules: [{ if: text }] }, {}, options);
    assert.deepEqual(inRule('$CHAT_CHANNEL == "ops"'), ['error']);
    assert.deepEqual(inRule('"#ops" != $CHAT_CHANNEL'), ['error']);
    assert.deepEqual(inRule('$CHAT_CHANNEL == "C0123ABCD"'), []);
    assert.deepEqual(inRule('$CHAT_CHANNEL == $OPS_CHANNEL'), []);
    assert.deepEqual(inRule('$CHAT_CHANNEL =~ /^ops-/'), ['warning']);
    assert.deepEqual(inRule('$CHAT_CHANNEL =~ /^C[A-Z0-9]+$/'), []);
    assert.deepEqual(inRule('$CHAT_CHANNEL == "C9999"', { settings: { channels: ['C1'] } }), ['error']);
    assert.deepEqual(inRule('$CHAT_CHANNEL == "C99999"', { settings: { channels: ['C11111'] } }), [
      'warning',
    ]);
    assert.deepEqual(ofScript(rule, '[ "$CHAT_CHANNEL" = ops ] || exit 1'), ['error']);
    assert.deepEqual(ofScript(rule, '[[ $CHAT_CHANNEL == "C0123ABCD" ]]'), []);
    assert.deepEqual(ofScript(rule, 'case "$CHAT_CHANNEL" in ops|C0123ABCD) ;; *) exit 1 ;; esac'), [
      'error',
    ]);
    assert.deepEqual(ofScript(rule, 'echo "$CHAT_CHANNEL = ops"'), []);
  });

  it('who typed it', () => {
    const rule = 'chat-identity-variable';
    const gate = (text: string): readonly string[] =>
      ofJob(rule, { rules: [{ if: `$CI_PIPELINE_SOURCE == "chat" && ${text}` }] });
    assert.deepEqual(gate('$GITLAB_USER_LOGIN == "ada"'), ['warning']);
    assert.deepEqual(gate('$GITLAB_USER_LOGIN == "ada" && $CHAT_USER_ID == "U1"'), []);
    assert.deepEqual(ofScript(rule, '[ "$GITLAB_USER_ID" = 1 ] || exit 1'), ['warning']);
    assert.deepEqual(ofScript(rule, 'grep -qx "$GITLAB_USER_LOGIN" admins || exit 1'), ['warning']);
    assert.deepEqual(ofScript(rule, 'echo "$ADMINS" | grep -q "$GITLAB_USER_LOGIN"'), ['warning']);
    assert.deepEqual(ofScript(rule, 'echo "by $GITLAB_USER_LOGIN"'), []);
  });

  it('merge requests and tags', () => {
    const rule = 'chat-mr-variable';
    assert.deepEqual(ofScript(rule, './run "$CI_MERGE_REQUEST_IID"'), ['warning']);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the shell
    assert.deepEqual(ofScript(rule, './run "$(echo ${CI_MERGE_REQUEST_IID:-none})"'), []);
    assert.deepEqual(ofScript(rule, 'if [ -n "$CI_COMMIT_TAG" ]; then ./run "$CI_COMMIT_TAG"; fi'), []);
    assert.deepEqual(ofJob(rule, { variables: { IID: '$CI_MERGE_REQUEST_IID' } }), ['warning']);
    assert.deepEqual(
      ofJob(rule, { rules: [{ if: '$CI_PIPELINE_SOURCE == "chat" && $CI_MERGE_REQUEST_ID' }] }),
      ['warning'],
    );
    assert.deepEqual(
      ofJob(rule, {
        rules: [{ if: '$CI_PIPELINE_SOURCE == "chat" && $CI_COMMIT_TAG == null' }],
        script: ['x'],
      }),
      [],
    );
  });

  it('sources', () => {
    const rule = 'chat-source-typo';
    const source = (text: string): readonly string[] => ofJob(rule, { rules: [...CHAT.rules, { if: text }] });
    assert.deepEqual(source('$CI_PIPELINE_SOURCE == "pushes"'), ['error']);
    assert.deepEqual(source('"chats" == $CI_PIPELINE_SOURCE'), ['error']);
    assert.deepEqual(source('$CI_PIPELINE_SOURCE =~ /^(chat|slack)$/'), ['warning']);
    assert.deepEqual(source('$CI_PIPELINE_SOURCE =~ /merge_request/'), []);
    assert.deepEqual(source('$CI_PIPELINE_SOURCE == $OTHER'), []);
    const only = (word: string): readonly string[] => said(rule, `a: { script: [x], only: [${word}] }\n`);
    assert.deepEqual(only('tag'), ['warning 1:26']);
    assert.deepEqual(only('merge_request_events'), ['warning 1:26']);
    assert.deepEqual(only('pipeline'), ['info 1:26']);
    assert.deepEqual(only('feature'), []);
  });

  it('other pipelines', () => {
    const rule = 'chat-runs-elsewhere';
    assert.deepEqual(said(rule, 'a: { script: [./run "$CHAT_INPUT"] }\n'), ['warning 1:1']);
    assert.deepEqual(said(rule, 'a: { script: [x], only: [chat, web] }\n'), ['info 1:1']);
    assert.deepEqual(ofScript(rule, './run "$CHAT_INPUT"'), []);
  });
});

describe('lint rules: the reply', () => {
  const cases: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    'chat-reply-marker': {
      [echo(`${START}\\n$(ls)\\n${END}`)]: ['info', 'info'],
      [`printf "${START}\\n%s\\n${END}\\n" "$(ls)"`]: [],
      'printf "section_start:%s:chat_reply\\r\\033[0K\\n" "$(date +%s)"; ls; printf "section_end:%s:chat_reply\\r\\033[0K\\n" "$(date +%s)"':
        [],
      [`echo "${START}\\nx\\n${END}"`]: ['error', 'error'],
      [`printf "%s\\n" "${START}"; ls; printf "%b\\n" "${END}"`]: ['error'],
      [`echo -e '${START}\\nx\\n${END}'`]: ['info', 'error', 'info', 'error'].sort(),
      "echo -e 'section_start:'$(date +%s)':chat_reply\\r\\033[0K\\nx\\nsection_end:'$(date +%s)':chat_reply\\r\\033[0K'":
        ['info', 'info'],
      [`printf ${START}; ls; printf "${END}\\n"`]: ['error'],
      'printf "section_start:$(date +%s):chat_reply\\033[0K\\nx\\nsection_end:$(date +%s):chat_reply\\r\\033[0K\\n"':
        ['error'],
      'printf "section_start:$(date):chat_reply\\r\\033[0K\\nx\\nsection_end:$(date +%s):chat_reply\\r\\033[0K\\n"':
        ['error'],
      'printf "section_start:now:chat_reply\\r\\033[0K\\nx\\nsection_end:1:chat_reply\\r\\033[0K\\n"': [
        'error',
      ],
      'printf "section_start:1:chat-reply\\r\\033[0K\\nx\\nsection_end:1:chat_reply\\r\\033[0K\\n"': [
        'error',
        'error',
      ],
      'printf "section_start:1:chat_reply[collapsed=true]\\r\\033[0K\\nx\\nsection_end:1:chat_reply\\r\\033[0K\\n"':
        [],
      [`printf "${START}\\n"; ls`]: ['error'],
      [`ls; printf "${END}\\n"`]: ['error'],
      [`printf "${END}\\n"; ls; printf "${START}\\n"`]: ['error'],
      "printf $'section_start:1:chat_reply\\r\\e[0K\\n'; ls; printf $'section_end:1:chat_reply\\r\\e[0K\\n'":
        [],
      'A="section_start:1:chat_reply"; echo -e "$A\\r\\033[0K\\nx\\nsection_end:1:chat_reply\\r\\033[0K"': [
        'info',
      ],
      'cat <<EOF\nsection_start:1:chat_reply\\r\\033[0K\nx\nsection_end:1:chat_reply\\r\\033[0K\nEOF': [
        'error',
        'error',
      ],
      '# printf "section_start:1:chat_reply"': [],
      'echo section_start': [],
    },
    'chat-reply-first-line': {
      [`printf "${START}Hello\\n${END}\\n"`]: ['error'],
      [`printf "${START}\\nHello\\n${END}\\n"`]: [],
      [`printf "${START} \\nHello\\n${END}\\n"`]: [],
      [`${echo(START)}; ls; ${echo(END)}`]: [],
      [`echo -en "${START}"; ls; ${echo(END)}`]: ['warning'],
    },
    'chat-reply-twice': {
      [`${echo(START)}; ls; ${echo(END)}; ${echo(START)}; ls; ${echo(END)}`]: ['error'],
      [`if a; then ${echo(`${START}\\na\\n${END}`)}; else ${echo(`${START}\\nb\\n${END}`)}; fi`]: [],
      [`if a; then ${echo(`${START}\\na\\n${END}`)}; exit 0; fi; ${echo(`${START}\\nb\\n${END}`)}`]: [],
      [`case x in a) ${echo(`${START}\\na\\n${END}`)};; *) ${echo(`${START}\\nb\\n${END}`)};; esac`]: [],
      [`for i in a b; do ${echo(`${START}\\n$i\\n${END}`)}; done`]: ['error'],
      [`for i in a b; do ${echo(`${START}\\n$i\\n${END}`)}; break; done`]: [],
      [`say() { ${echo(`${START}\\n$1\\n${END}`)}; }; say a; say b`]: ['error'],
      [`say() { ${echo(`${START}\\n$1\\n${END}`)}; }; say a`]: [],
      [`${echo(START)}; ls; ${echo(END)}; ${echo(END)}`]: ['error'],
    },
    'chat-reply-empty': {
      [`printf "${START}\\n${END}\\n"`]: ['error'],
      [`printf "${START}\\n"; printf "${END}\\n"`]: ['error'],
      [`printf "${START}\\n"; ls; printf "${END}\\n"`]: [],
      'rm -rf tmp': ['warning'],
      'rm -rfv tmp': [],
      'ls > list': ['warning'],
      './run > /dev/null': ['warning'],
      'exit 1': ['warning'],
      'echo no; exit 1': ['info'],
      'if a; then exit 1; fi; echo yes': [],
    },
    'chat-secret-echo': {
      'echo "$DEPLOY_TOKEN"': ['warning'],
      'echo "$CI_JOB_TOKEN"': [],
      'echo "$TOKEN_COUNT $PASS_COUNT $TOKEN_FILE"': [],
      'echo "$DB_PASSWORD" | docker login --password-stdin': [],
      'echo "$DB_PASSWORD" > file': [],
      'echo "$DB_PASSWORD" >&2': ['warning'],
      'echo "$DB_PASSWORD" | tee file': ['warning'],
      'echo "${#DB_PASSWORD} ${DB_PASSWORD:+set}"': [],
      'A=$(echo "$DB_PASSWORD")': [],
      env: ['warning'],
      'env | sort': ['warning'],
      'env | wc -l': [],
      'export -p': ['warning'],
      'cat "$SSH_PRIVATE_KEY"': ['warning'],
    },
    'chat-needless-clone': {
      'echo hi': ['info'],
      './run': [],
      'curl -d @body.json https://example.com': [],
      'ls -la': [],
      'echo hi > out; cat < in': [],
    },
    'chat-input-variable': {
      'echo "$CHAT_INPUT"': ['info'],
      './run "$CHAT_INPUT"': [],
      'A=$(echo "$CHAT_INPUT")': [],
      'cat <<EOF\n$CHAT_INPUT\nEOF': ['info'],
    },
  };
  for (const [rule, scripts] of Object.entries(cases)) {
    for (const [script, expected] of Object.entries(scripts)) {
      it(`${rule}: ${script.replaceAll('\n', '⏎')}`, () => {
        assert.deepEqual([...ofScript(rule, script)].sort(), [...expected].sort());
      });
    }
  }

  it('finds a second section in before_script', () => {
    const section = echo(`${START}\\na\\n${END}`);
    assert.deepEqual(ofJob('chat-reply-twice', { before_script: [section], script: [section] }), ['error']);
  });

  it('says how much of the log a reply holds', () => {
    assert.deepEqual(ofScript('chat-reply-noise', 'a', 'b'), ['info']);
    assert.deepEqual(ofScript('chat-reply-noise', 'a'), []);
    const script = [echo(`${START}\\na\\n${END}`)];
    assert.deepEqual(ofJob('chat-reply-noise', { script }), ['info']);
    assert.deepEqual(ofJob('chat-reply-noise', { script, variables: { FF_TIMESTAMPS: 'false' } }), []);
  });
});
