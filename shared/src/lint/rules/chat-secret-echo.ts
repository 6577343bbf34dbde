import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import type { ShellCommand } from '../shell/commands.js';
import { wholeVariable } from '../shell/conditions.js';
import { hidesValue } from '../shell/expansions.js';
import { factsOf } from '../shell/facts.js';
import { isLogged } from '../shell/logged.js';
import type { ScriptUnit } from '../shell/script.js';
import { enclosing, type ShellNode } from '../shell/tree.js';
import { effectiveCommand } from '../shell/wrappers.js';

const SECRET =
  /(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|PRIVATE_KEY|SECRET_KEY|API_KEY|ACCESS_KEY|SSH_KEY|APIKEY)(_|$)|(^|_)PASS$/i;

/** GitLab masks these itself (app/models/ci/build.rb, `persisted_variables` and the like). */
const MASKED =
  /^CI_(JOB_TOKEN|JOB_JWT\w*|REGISTRY_PASSWORD|DEPLOY_PASSWORD|DEPENDENCY_PROXY_PASSWORD|REPOSITORY_URL|BUILD_TOKEN)$/;

/** Files that hold them. */
const SECRET_FILES =
  /(^|\/)(\.netrc|\.env|\.pgpass|\.npmrc|\.pypirc|\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)|kubeconfig)$/i;

/** Names of what is about a secret and none itself. */
const HARMLESS = /_(NAME|FILE|PATH|URL|ID|LENGTH|COUNT|TYPE|EXPIRY|TTL|USER|HOST)$/i;

export const chatSecretEcho: LintRule = {
  meta: {
    id: 'chat-secret-echo',
    severity: 'warning',
    confidence: 'medium',
    summary: 'A chat job prints a variable that looks like a secret: its output goes to a channel.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      if (!job.intended || !job.reachable) continue;
      for (const { units } of job.scripts) {
        const isSecret = secretsOf(units);
        for (const unit of units) {
          for (const node of printedIn(unit, isSecret)) {
            const at = unit.rangeOf(node.startIndex, node.endIndex);
            if (at) yield { job: job.job.name, at, message: sentence(node) };
          }
        }
      }
    }
  },
};

type IsSecret = (name: string) => boolean;

/** Variables by their names, and those that are assigned from one. */
function secretsOf(units: readonly ScriptUnit[]): IsSecret {
  const assignments = units.flatMap(({ root }) => factsOf(root).assignments);
  const copies = new Set(
    assignments.filter(({ value }) => isNamedSecret(wholeVariable(value) ?? '')).map(({ name }) => name),
  );
  return (name) => isNamedSecret(name) || copies.has(name);
}

function printedIn({ root }: ScriptUnit, isSecret: IsSecret): readonly ShellNode[] {
  const { commands, declarations, expansions } = factsOf(root);
  const hasSecret = expansions.some(({ name }) => isSecret(name));
  const copied = expansions.filter(
    (expansion) => isSecret(expansion.name) && !hidesValue(expansion) && isCopied(expansion.node),
  );
  return [
    ...commands.flatMap((command) => printedSecret(command, isSecret) ?? []),
    ...(hasSecret ? commands.filter(traces).map(({ node }) => node) : []),
    ...declarations.flatMap((node) => printedDeclarations(node) ?? []),
    ...copied.map(({ node }) => node),
  ];
}

/** In a here-document for `cat`. */
function isCopied(node: ShellNode): boolean {
  const body = enclosing(node, 'heredoc_body') && enclosing(node, 'redirected_statement');
  const reader = body?.childForFieldName('body');
  return reader?.childForFieldName('name')?.text === 'cat' && isLogged(reader);
}

/** `set -x` prints every command with its values, `curl -v` the headers it sends. */
function traces({ name, words, node }: ShellCommand): boolean {
  if (name === 'set') return words.some((word, i) => /^-[a-z]*x/.test(word) || isXtrace(words, i));
  if (name !== 'curl' || !words.some((word) => /^-[a-zA-Z]*v|^--(verbose|trace)/.test(word))) return false;
  return factsOf(node).expansions.some((expansion) => isNamedSecret(expansion.name));
}

function isXtrace(words: readonly string[], at: number): boolean {
  return words[at] === 'xtrace' && words[at - 1] === '-o';
}

function sentence({ text, type }: ShellNode): string {
  if (/^set\s|^curl\s/.test(text)) {
    return `${text.split(/\s/)[0]} prints here what it is given, secrets included, and the output goes to a channel`;
  }
  if (/^cat\s/.test(text)) return `${text} prints a file of secrets, and the output goes to a channel`;
  if (type === 'command' || type === 'declaration_command') {
    return `${text} prints every variable of the job, secrets included, and the output goes to a channel`;
  }
  return `${text} looks like a secret, and what is printed here goes to a channel; GitLab masks only variables that are set to be masked`;
}

/** What a command that writes to the log prints of secrets: an expansion, or the command itself when it prints all. */
function printedSecret(command: ShellCommand, isSecret: IsSecret): ShellNode | undefined {
  const { node } = command;
  if (!isLogged(node)) return undefined;
  const { name, args, words } = effectiveCommand(command);
  if (['env', 'printenv', 'set'].includes(name ?? '') && args.length === 0) return node;
  if (name === 'compgen' && words.includes('-v')) return node;
  if (!['echo', 'printf', 'cat', 'printenv'].includes(name ?? '')) return undefined;
  if (name === 'cat' && words.some((word) => SECRET_FILES.test(word))) return node;
  if (name === 'printenv') return words.some(isSecret) ? node : undefined;
  for (const expansion of factsOf(node).expansions) {
    const isOwn = enclosing(expansion.node, 'command', 'command_substitution') === node;
    if (isOwn && isSecret(expansion.name) && !hidesValue(expansion)) return expansion.node;
  }
  return undefined;
}

/** `export -p`, `declare -x`, `export` alone. */
function printedDeclarations(node: ShellNode): ShellNode | undefined {
  const isList = /^(?:(?:export|declare|typeset)\s+-[px]+|export|declare)$/.test(node.text.trim());
  return isList && isLogged(node) ? node : undefined;
}

function isNamedSecret(name: string): boolean {
  return SECRET.test(name) && !MASKED.test(name) && !HARMLESS.test(name);
}
