import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import type { ShellCommand } from '../shell/commands.js';
import { hidesValue } from '../shell/expansions.js';
import { factsOf } from '../shell/facts.js';
import { isLogged } from '../shell/logged.js';
import { enclosing, type ShellNode } from '../shell/tree.js';
import { effectiveCommand } from '../shell/wrappers.js';

const SECRET =
  /(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|PRIVATE_KEY|SECRET_KEY|API_KEY|ACCESS_KEY|SSH_KEY|APIKEY)(_|$)|(^|_)PASS$/i;

/** GitLab masks these itself (app/models/ci/build.rb, `persisted_variables` and the like). */
const MASKED =
  /^CI_(JOB_TOKEN|JOB_JWT\w*|REGISTRY_PASSWORD|DEPLOY_PASSWORD|DEPENDENCY_PROXY_PASSWORD|REPOSITORY_URL|BUILD_TOKEN)$/;

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
        for (const unit of units) {
          const { commands, declarations } = factsOf(unit.root);
          const printed = [...commands.map(printedSecret), ...declarations.map(printedDeclarations)];
          for (const node of printed) {
            const at = node && unit.rangeOf(node.startIndex, node.endIndex);
            if (at) yield { job: job.job.name, at, message: sentence(node) };
          }
        }
      }
    }
  },
};

function sentence({ text, type }: ShellNode): string {
  if (type === 'command' || type === 'declaration_command') {
    return `${text} prints every variable of the job, secrets included, and the output goes to a channel`;
  }
  return `${text} looks like a secret, and what is printed here goes to a channel; GitLab masks only variables that are set to be masked`;
}

/** What a command that writes to the log prints of secrets: an expansion, or the command itself when it prints all. */
function printedSecret(command: ShellCommand): ShellNode | undefined {
  const { node } = command;
  if (!isLogged(node)) return undefined;
  const { name, args, words } = effectiveCommand(command);
  if (['env', 'printenv', 'set'].includes(name ?? '') && args.length === 0) return node;
  if (!['echo', 'printf', 'cat', 'printenv'].includes(name ?? '')) return undefined;
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

function isSecret(name: string): boolean {
  return SECRET.test(name) && !MASKED.test(name) && !HARMLESS.test(name);
}
