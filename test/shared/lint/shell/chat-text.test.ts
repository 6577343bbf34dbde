import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { lintText } from '../support/lint-text.js';

const RULES = ['chat-input-unquoted', 'chat-input-eval', 'chat-input-splice', 'chat-input-option'] as const;

/** Rule and source text of what is reported of a chat job with this script, without the prefix `chat-input-`. */
function found(...script: readonly string[]): readonly string[] {
  const text = stringify(
    {
      job: {
        rules: [{ if: '$CI_PIPELINE_SOURCE == "chat"' }],
        script: script.length === 1 ? script[0] : script,
      },
    },
    { lineWidth: 0 },
  );
  return lintText(text)
    .filter(({ rule }) => RULES.some((each) => each === rule))
    .map(({ rule, at }) => `${rule.replace('chat-input-', '')} ${text.slice(at.start, at.end)}`)
    .sort();
}

function table(cases: Readonly<Record<string, readonly string[]>>): void {
  for (const [script, expected] of Object.entries(cases)) {
    it(script.replaceAll('\n', '⏎'), () => assert.deepEqual(found(script), [...expected].sort()));
  }
}

describe('lint shell: unquoted text from chat', () => {
  table({
    './run $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the shell
    './run ${CHAT_INPUT}': ['unquoted ${CHAT_INPUT}'],
    './run "$CHAT_INPUT"': [],
    './run "a ${CHAT_INPUT:-x} b"': [],
    './run a$CHAT_INPUT/b': ['unquoted $CHAT_INPUT'],
    "./run '$CHAT_INPUT'": [],
    './run \\$CHAT_INPUT': [],
    '# ./run $CHAT_INPUT': [],
    './run "$(./sub $CHAT_INPUT)"': ['unquoted $CHAT_INPUT'],
    './run $(echo "$CHAT_INPUT")': ['unquoted $(echo "$CHAT_INPUT")'],
    './run "$(echo "$CHAT_INPUT" | cut -d" " -f1)"': [],
    'A=$CHAT_INPUT; ./run "$A"': [],
    'A=$CHAT_INPUT; ./run $A': ['unquoted $A'],
    'export A=$CHAT_INPUT\n./run $A': ['unquoted $A'],
    'A=$(echo "$CHAT_INPUT" | tr a-z A-Z); ./run $A': ['unquoted $A'],
    'A=$(grep -c "$CHAT_INPUT" names); ./run $A': ['option "$CHAT_INPUT"', 'splice $CHAT_INPUT'],
    'A=$(./look-up "$CHAT_INPUT"); ./run $A': [],
    'a=($CHAT_INPUT)': ['unquoted $CHAT_INPUT'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the shell
    'a=("$CHAT_INPUT"); ./run ${a[0]}': ['unquoted ${a[0]}'],
    'for x in $CHAT_INPUT; do ./run "$x"; done': ['unquoted $CHAT_INPUT'],
    'for x in "$CHAT_INPUT"; do ./run $x; done': ['unquoted $x'],
    'set -- $CHAT_INPUT\n./run "$1"': ['unquoted $CHAT_INPUT'],
    'set -- "$CHAT_INPUT"\n./run $1 $2': ['unquoted $1'],
    'set -- $CHAT_INPUT\n./run $2': ['unquoted $2', 'unquoted $CHAT_INPUT'],
    'read -r a b <<< "$CHAT_INPUT"\n./run $b': ['unquoted $b'],
    'echo "$CHAT_INPUT" | while read -r x; do ./run $x; done': ['unquoted $x'],
    'while read -r x; do ./run $x; done <<< "$CHAT_INPUT"': ['unquoted $x'],
    'while read -r x; do ./run $x; done < <(echo "$CHAT_INPUT")': ['unquoted $x'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the shell
    'mapfile -t a <<< "$CHAT_INPUT"; ./run ${a[@]}': ['unquoted ${a[@]}'],
    'printf -v a %s "$CHAT_INPUT"; ./run $a': ['unquoted $a'],
    'f() { ./run $1; }\nf "$CHAT_INPUT"': ['unquoted $1'],
    'f() { ./run $1; }\nf fixed': [],
    'f() { ./run "$1" $2; }\nf "$CHAT_INPUT" fixed': [],
    'f() { shift; ./run $1; }\nf a "$CHAT_INPUT"': ['unquoted $1'],
    '[ $CHAT_INPUT = a ]': ['unquoted $CHAT_INPUT'],
    '[[ $CHAT_INPUT == a ]]': [],
    'case $CHAT_INPUT in a) ./run ;; esac': [],
    './run > $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    './run <<< $CHAT_INPUT': [],
    'cat <<EOF\n$CHAT_INPUT\nEOF': [],
    'cat <<"EOF"\n$CHAT_INPUT\nEOF': [],
    './run ${#CHAT_INPUT} ${CHAT_INPUT:+--verbose} ${CHAT_INPUT+set}': [],
    "sh -c './run $CHAT_INPUT'": ['unquoted $CHAT_INPUT'],
    'bash -lc \'echo "$1"; ./run $2\' _ a "$CHAT_INPUT"': ['unquoted $2'],
    'echo "$CHAT_INPUT" | xargs ./run': ['unquoted xargs'],
    'echo "$CHAT_INPUT" | xargs -0 ./run': [],
    'if true; then ./run $CHAT_INPUT; fi': ['unquoted $CHAT_INPUT'],
    './run `echo $CHAT_INPUT`': ['unquoted $CHAT_INPUT', 'unquoted `echo $CHAT_INPUT`'],
  });

  it('follows an if over several entries of the list', () => {
    assert.deepEqual(found('if [ -n "$CHAT_INPUT" ]; then', './run $CHAT_INPUT', 'fi'), [
      'unquoted $CHAT_INPUT',
    ]);
  });

  it('knows that after_script is another shell', () => {
    const text =
      'job:\n  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]\n  script: [A=$CHAT_INPUT]\n  after_script: [./run $A]\n';
    assert.deepEqual(
      lintText(text).filter(({ rule }) => rule === 'chat-input-unquoted'),
      [],
    );
  });
});

describe('lint shell: text from chat that a check makes harmless', () => {
  table({
    'case "$CHAT_INPUT" in a|b) ./run $CHAT_INPUT ;; esac': [],
    'case "$CHAT_INPUT" in a*) ./run $CHAT_INPUT ;; esac': ['unquoted $CHAT_INPUT'],
    'case "$CHAT_INPUT" in a|b) ;; *) exit 1 ;; esac\n./run $CHAT_INPUT': [],
    'case "$CHAT_INPUT" in a|b) ;; *) echo no ;; esac\n./run $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    'case "$CHAT_INPUT" in *[!a-z0-9-]*) exit 1 ;; esac\n./run $CHAT_INPUT': [],
    'case "$CHAT_INPUT" in *[!a-z0-9\\ ]*) exit 1 ;; esac\n./run $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    '[[ $CHAT_INPUT =~ ^[a-z0-9-]+$ ]] || exit 1\n./run $CHAT_INPUT': [],
    '[[ $CHAT_INPUT =~ ^v[0-9]+\\.[0-9]+$ ]] || exit 1\n./run $CHAT_INPUT': [],
    '[[ $CHAT_INPUT =~ ^v[0-9]+.[0-9]+$ ]] || exit 1\n./run $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    '[[ $CHAT_INPUT =~ ^[a-z0-9-]+$ ]] || echo no\n./run $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    '[[ $CHAT_INPUT =~ [a-z] ]] || exit 1\n./run $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    '[[ $CHAT_INPUT =~ ^.*$ ]] || exit 1\n./run $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    '[[ $CHAT_INPUT =~ ^[a-z]+$ ]]\n./run $CHAT_INPUT': [],
    'if ! [[ $CHAT_INPUT =~ ^(web|worker)$ ]]; then echo no; exit 1; fi\n./run $CHAT_INPUT': [],
    'if [[ $CHAT_INPUT =~ ^(web|worker)$ ]]; then ./run $CHAT_INPUT; else ./other $CHAT_INPUT; fi': [
      'unquoted $CHAT_INPUT',
    ],
    '[ "$CHAT_INPUT" = web ] || { echo no; exit 1; }\n./run $CHAT_INPUT': [],
    '[ "$CHAT_INPUT" = web ] && ./run $CHAT_INPUT': [],
    'if [ "$CHAT_INPUT" != a ] && [ "$CHAT_INPUT" != b ]; then exit 1; fi\n./run $CHAT_INPUT': [],
    'if [ "$CHAT_INPUT" != a ] || [ "$CHAT_INPUT" != b ]; then exit 1; fi\n./run $CHAT_INPUT': [],
    'echo "$CHAT_INPUT" | grep -Eq "^[a-z]+$" || exit 1\n./run $CHAT_INPUT': [],
    'grep -qE "^[a-z]+$" <<< "$CHAT_INPUT" || exit 1\n./run $CHAT_INPUT': [],
    'if ! echo "$CHAT_INPUT" | grep -qE "^[a-z]+$"; then exit 1; fi\n./run $CHAT_INPUT': [],
    '! echo "$CHAT_INPUT" | grep -qE "^[a-z]+$" && exit 1\n./run $CHAT_INPUT': [],
    'if echo "$CHAT_INPUT" | grep -qE "^[a-z]+$"; then exit 1; fi\n./run $CHAT_INPUT': [
      'unquoted $CHAT_INPUT',
    ],
    './run $CHAT_INPUT\n[[ $CHAT_INPUT =~ ^[a-z]+$ ]] || exit 1': ['unquoted $CHAT_INPUT'],
    '[[ $OTHER =~ ^[a-z]+$ ]] || exit 1\n./run $CHAT_INPUT': ['unquoted $CHAT_INPUT'],
    'A=$(echo "$CHAT_INPUT" | tr -cd "a-z0-9"); ./run $A': [],
    'A=$(echo "$CHAT_INPUT" | sed "s/[^a-z]//g"); ./run $A': [],
    'A=${CHAT_INPUT//[^a-z]/}; ./run $A': [],
    'eval "./run ${CHAT_INPUT@Q}"': [],
    '[[ $CHAT_INPUT =~ ^[a-z-]+$ ]] || exit 1\ncat "$CHAT_INPUT"': ['option "$CHAT_INPUT"'],
    '[[ $CHAT_INPUT =~ ^[a-z]+$ ]] || exit 1\ncat "$CHAT_INPUT"': [],
  });

  it('knows a check in an earlier entry of the list', () => {
    assert.deepEqual(found('[[ $CHAT_INPUT =~ ^[a-z]+$ ]] || exit 1', './run $CHAT_INPUT'), []);
  });
});

describe('lint shell: text from chat that is a program', () => {
  table({
    'eval "$CHAT_INPUT"': ['eval $CHAT_INPUT'],
    'eval "$(echo "$CHAT_INPUT")"': ['eval $(echo "$CHAT_INPUT")'],
    'sh -c \'echo "$1"\' _ "$CHAT_INPUT"': [],
    'bash script.sh "$CHAT_INPUT"': [],
    'python3 -c "import sys; print(sys.argv)" "$CHAT_INPUT"': [],
    'trap "rm -f $CHAT_INPUT" EXIT': ['eval $CHAT_INPUT'],
    "trap 'rm -f $CHAT_INPUT' EXIT": ['unquoted $CHAT_INPUT'],
    $CHAT_INPUT: ['eval $CHAT_INPUT'],
    '"$CHAT_INPUT" now': ['eval $CHAT_INPUT'],
    'bin/$CHAT_INPUT': ['eval $CHAT_INPUT'],
    'x=$($CHAT_INPUT)': ['eval $CHAT_INPUT'],
    'x=`$CHAT_INPUT`': ['eval $CHAT_INPUT'],
    'sudo "$CHAT_INPUT"': ['eval $CHAT_INPUT'],
    'timeout 60 $CHAT_INPUT': ['eval $CHAT_INPUT'],
    'command -v "$CHAT_INPUT"': [],
    'source <(echo "$CHAT_INPUT")': ['eval $CHAT_INPUT'],
    'set -- $CHAT_INPUT; "$@"': ['eval $@', 'unquoted $CHAT_INPUT'],
    'watch "$CHAT_INPUT"': ['eval $CHAT_INPUT'],
    'parallel ./run ::: "$CHAT_INPUT"': [],
    'echo "$CHAT_INPUT" | sh': ['eval $CHAT_INPUT'],
    'printf "%s\\n" "$CHAT_INPUT" | sudo bash -s': ['eval $CHAT_INPUT'],
    'bash <<< "$CHAT_INPUT"': ['eval $CHAT_INPUT'],
    'bash <<"EOF"\nrun $CHAT_INPUT\nEOF': [],
    'echo "$((CHAT_INPUT + 1))"': ['eval CHAT_INPUT'],
    '[[ $CHAT_INPUT -eq 1 ]]': ['eval $CHAT_INPUT'],
    '[ "$CHAT_INPUT" -eq 1 ]': [],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the shell
    'echo "${!CHAT_INPUT}"': ['eval ${!CHAT_INPUT}'],
  });
});

describe('lint shell: text from chat in the program of another interpreter', () => {
  table({
    'sh -c "$CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'bash -euxo pipefail -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'sudo -u deploy bash -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'env A=b sh -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'timeout 5 sh -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'docker exec -it c sh -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'kubectl exec pod -- sh -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'xargs sh -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'find . -exec sh -c "a $CHAT_INPUT" \\;': ['splice $CHAT_INPUT'],
    'python3 -c "print(\'$CHAT_INPUT\')"': ['splice $CHAT_INPUT'],
    'bundle exec rails runner "puts \'$CHAT_INPUT\'"': ['splice $CHAT_INPUT'],
    'bash <<EOF\nrun $CHAT_INPUT\nEOF': ['splice $CHAT_INPUT'],
    'cat <<EOF | sh\nrun $CHAT_INPUT\nEOF': ['splice $CHAT_INPUT'],
    'powershell -Command "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'docker compose run app sh -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'docker-compose exec app bash -c "a $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'bash <<EOF\n$CHAT_INPUT\nEOF': ['eval $CHAT_INPUT'],
    'echo "a $CHAT_INPUT" | sh': ['splice $CHAT_INPUT'],
    'echo "$CHAT_INPUT" | xargs -I{} sh -c "run {}"': ['splice $CHAT_INPUT', 'unquoted xargs'],
  });
});

describe('lint shell: text from chat in another language', () => {
  table({
    'psql -c "select $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the shell
    'psql -c "select ${A} ${CHAT_INPUT}"': ['splice ${CHAT_INPUT}'],
    'psql -tAc "select $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'psql --command="select $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'psql -v name="$CHAT_INPUT" -f q.sql': [],
    'PGPASSWORD=x psql -h db -c "select $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'sudo -u postgres psql -c "select $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'psql <<EOF\nselect $CHAT_INPUT\nEOF': ['splice $CHAT_INPUT'],
    'echo "select $CHAT_INPUT" | psql -h db': ['splice $CHAT_INPUT'],
    'mysql -Ne "select $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'sqlite3 db "select $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'ssh -i key host "run $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'ssh host run "$CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'ssh "$CHAT_INPUT"': ['option "$CHAT_INPUT"'],
    'ssh host <<EOF\nrun $CHAT_INPUT\nEOF': ['splice $CHAT_INPUT'],
    'sed -i "s/a/$CHAT_INPUT/" f': ['splice $CHAT_INPUT'],
    'sed -e "s/a/$CHAT_INPUT/" f': ['splice $CHAT_INPUT'],
    'sed s/a/b/ "$CHAT_INPUT"': [],
    'awk -v x="$CHAT_INPUT" "{print x}" f': [],
    'awk "/$CHAT_INPUT/" f': ['splice $CHAT_INPUT'],
    'jq --arg x "$CHAT_INPUT" ".a == \\$x" f': [],
    'jq ".a == \\"$CHAT_INPUT\\"" f': ['splice $CHAT_INPUT'],
    'yq -i ".image.tag = \\"$CHAT_INPUT\\"" f': ['splice $CHAT_INPUT'],
    'grep -F -- "$CHAT_INPUT" f': [],
    'grep -qF -e "$CHAT_INPUT" f': [],
    'grep -- "$CHAT_INPUT" f': ['splice $CHAT_INPUT'],
    '[[ x =~ $CHAT_INPUT ]]': ['splice $CHAT_INPUT'],
    'printf "$CHAT_INPUT\\n"': ['splice $CHAT_INPUT'],
    'printf "%s\\n" "$CHAT_INPUT"': [],
    'helm upgrade a b --set image.tag="$CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'curl -d "{\\"text\\": \\"$CHAT_INPUT\\"}" url': ['splice $CHAT_INPUT'],
    'curl --data-urlencode text="$CHAT_INPUT" url': [],
    'echo "{\\"a\\": \\"$CHAT_INPUT\\"}" | curl -d @- url': ['splice $CHAT_INPUT'],
    'echo "$CHAT_INPUT" | curl -d @- url': [],
    'sshpass -p x ssh host "run $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'gcloud compute ssh vm --command "run $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'ansible all -m shell -a "run $CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'find . -regex ".*$CHAT_INPUT"': ['splice $CHAT_INPUT'],
    'cat <<EOF | kubectl apply -f -\nname: $CHAT_INPUT\nEOF': ['splice $CHAT_INPUT'],
    'cat <<EOF > q.json\n{"a": "$CHAT_INPUT"}\nEOF': ['splice $CHAT_INPUT'],
    'cat > q.yml <<EOF\na: $CHAT_INPUT\nEOF': ['splice $CHAT_INPUT'],
    'echo "select $CHAT_INPUT" | tee q.sql': ['splice $CHAT_INPUT'],
    'cat <<EOF > note.txt\nYou typed $CHAT_INPUT\nEOF': [],
    'echo "$CHAT_INPUT" > q.json': [],
    'echo "$CHAT_INPUT" > q.sh': ['splice $CHAT_INPUT'],
  });
});

describe('lint shell: text from chat as an option', () => {
  table({
    'ls -la "$CHAT_INPUT"': ['option "$CHAT_INPUT"'],
    'ls -- "$CHAT_INPUT"': [],
    'rm "tmp/$CHAT_INPUT"': [],
    'git checkout "$CHAT_INPUT"': ['option "$CHAT_INPUT"'],
    'git log -- "$CHAT_INPUT"': [],
    'kubectl -n "$CHAT_INPUT" get pods': [],
    'kubectl --namespace "$CHAT_INPUT" get pods': [],
    'curl --name="$CHAT_INPUT"': [],
    './own "$CHAT_INPUT"': [],
    'head -n "$CHAT_INPUT" f': [],
  });
});
