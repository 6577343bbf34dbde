import assert from 'node:assert/strict';
import { lintText } from './support/lint-text.js';

/** Ways to take text from chat that are right: no rule may report an error. */
const SAFE: readonly string[] = [
  `set -- $CHAT_INPUT\ncase "\${1:-}" in\n  staging|production) environment="$1" ;;\n  *) echo "usage: staging|production"; exit 1 ;;\nesac\n./bin/deploy "$environment"`,
  `read -r env version <<< "$CHAT_INPUT"\n[[ $env =~ ^(staging|production)$ ]] || { echo bad; exit 1; }\n[[ $version =~ ^v[0-9]+\\.[0-9]+$ ]] || { echo bad; exit 1; }\nkubectl -n "$env" set image deploy/app app=reg/app:$version`,
  `env=$(echo "$CHAT_INPUT" | awk '{print $1}')\nif [ "$env" != "staging" ] && [ "$env" != "production" ]; then echo bad; exit 1; fi\nhelm upgrade app ./chart --namespace $env`,
  `ALLOWED="staging production"\nif [[ ! " $ALLOWED " =~ " $CHAT_INPUT " ]]; then exit 1; fi\n./x "$CHAT_INPUT"`,
  `if ! grep -qxF -- "$CHAT_INPUT" allowed.txt; then exit 1; fi\n./x "$CHAT_INPUT"`,
  `declare -A t=([staging]=s.example [prod]=p.example)\nhost="\${t[$CHAT_INPUT]:-}"\n[ -n "$host" ] || exit 1\nssh "deploy@$host" ./deploy`,
  `curl --fail -X POST -F token=$TOKEN -F ref=main -F "variables[ARG]=$CHAT_INPUT" "$CI_API_V4_URL/projects/1/trigger/pipeline"`,
  `jq -n --arg text "$CHAT_INPUT" '{text: $text}' | curl -d @- https://example.com`,
  `python3 - <<'PY'\nimport os\nprint(os.environ["CHAT_INPUT"])\nPY`,
  `python3 -c 'import os,sys; print(sys.argv[1])' "$CHAT_INPUT"`,
  `psql -v q="$CHAT_INPUT" <<'SQL'\nselect :'q';\nSQL`,
  `IFS=' ' read -r -a args <<< "$CHAT_INPUT"\n./bin/tool "\${args[@]}"`,
  `case "$CHAT_INPUT" in\n  *[!0-9]*|"") echo "not a number"; exit 1 ;;\nesac\necho $((CHAT_INPUT * 2))`,
  `n="\${CHAT_INPUT//[^0-9]/}"\nsleep $n\nssh host "restart $n"`,
  `printf 'You said: %s\\n' "$CHAT_INPUT"`,
  `bundle exec ruby bin/chatops $CI_JOB_NAME`,
  `docker run --rm -e CHAT_INPUT image`,
  `docker run --rm image ./run "$CHAT_INPUT"`,
  `if [ "$CHAT_INPUT" = "--help" ]; then echo help; exit 0; fi\n./x "$CHAT_INPUT"`,
  `[ "\${#CHAT_INPUT}" -le 100 ] || exit 1\n./x "$CHAT_INPUT"`,
  `echo "$CHAT_INPUT" | ./parse | while read -r line; do ./x "$line"; done`,
  `safe=$(printf '%q' "$CHAT_INPUT")\nssh host "restart $safe"`,
  `ssh host restart "\${CHAT_INPUT@Q}"`,
  `export TARGET="$CHAT_INPUT"\nmake deploy`,
  `sed "s/X/y/" <<< "$CHAT_INPUT"`,
  `cut -d' ' -f1 <<< "$CHAT_INPUT" | tr -cd '[:alnum:]' > name\n./x "$(cat name)"`,
  `echo "$CHAT_INPUT" | tee input.txt\npython3 run.py input.txt`,
  `case "$CHAT_INPUT" in start) systemctl start app ;; stop) systemctl stop app ;; *) echo "start or stop" ;; esac`,
  `COMMAND="\${CHAT_INPUT%% *}"\ncase "$COMMAND" in deploy|status) "./bin/$COMMAND" ;; *) exit 1 ;; esac`,
  `test -n "$CHAT_INPUT" && ./x -- "$CHAT_INPUT"`,
  `while [ $# -gt 0 ]; do shift; done\n./x "$CHAT_INPUT"`,
  `set -- "$CHAT_INPUT"\nfor a in "$@"; do ./x "$a"; done`,
  `f() {\n  local name="$1"\n  [[ "$name" =~ ^[a-z]+$ ]] || return 1\n  eval "x_$name=1"\n}\nf "$CHAT_INPUT"`,
  `[[ "$CHAT_INPUT" == *";"* ]] && exit 1\n./x "$CHAT_INPUT"`,
  `args=()\n[ -n "$CHAT_INPUT" ] && args+=("--name=$CHAT_INPUT")\n./x "\${args[@]}"`,
  `gh workflow run x -f arg="$CHAT_INPUT"`,
  `git checkout -b "chat/$(echo "$CHAT_INPUT" | tr -c 'a-z0-9\\n' '-')"`,
  `./x "$(echo "$CHAT_INPUT" | cut -d' ' -f1)" "$(echo "$CHAT_INPUT" | cut -d' ' -f2)"`,
  `kubectl exec deploy/app -- bin/task "$CHAT_INPUT"`,
  `ansible-playbook site.yml --limit "$CHAT_INPUT"`,
  `aws s3 cp "$CHAT_INPUT" s3://b/`,
  `if [[ $CHAT_INPUT =~ ^([a-z]+)\\ ([0-9]+)$ ]]; then ./x "\${BASH_REMATCH[1]}" "\${BASH_REMATCH[2]}"; fi`,
  `node -e 'console.log(process.env.CHAT_INPUT)'`,
  `node -e 'console.log(process.argv[1])' -- "$CHAT_INPUT"`,
  `xargs -0 -n1 ./x < <(printf '%s\\0' "$CHAT_INPUT")`,
  `timeout 30 ./x "$CHAT_INPUT"`,
  `echo "Hello $CHAT_INPUT" | mail -s "chat" ops@example.com`,
  `[ "$CHAT_INPUT" ] || { echo usage; exit 64; }\n./x "$CHAT_INPUT"`,
  `cat > job.env <<EOF\nINPUT=$CHAT_INPUT\nEOF`,
  `/usr/bin/env bash run.sh "$CHAT_INPUT"`,
  `. ./lib.sh "$CHAT_INPUT"`,
  `source ./env.sh\nrun "$CHAT_INPUT"`,
  `let n=5\n./x "$CHAT_INPUT"`,
  `awk -v s="$CHAT_INPUT" 'BEGIN { print s }'`,
  `date -d "$CHAT_INPUT"`,
];

describe('lint rules: safe scripts', () => {
  for (const script of SAFE) {
    it(script.replaceAll('\n', '⏎'), () => {
      const lines = script.split('\n').map((line) => `      ${line}\n`);
      const text = `job:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "chat"\n  script:\n    - |\n${lines.join('')}`;
      assert.deepEqual(
        lintText(text).filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }
});
