import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { commandsOf, literalOf, type ShellCommand } from '../shell/commands.js';
import { expansionsOf } from '../shell/expansions.js';
import { enclosing } from '../shell/tree.js';

const SECRET =
  /(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|PASS|CREDENTIALS?|PRIVATE_KEY|API_KEY|ACCESS_KEY|SSH_KEY|APIKEY)(_|$)/i;

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
      for (const script of job.scripts) {
        for (const command of commandsOf(script.root)) {
          const node = printedSecret(command);
          const at = node && script.rangeOf(node.startIndex, node.endIndex);
          if (at) yield { job: job.job.name, at, message: sentence(node.text) };
        }
      }
    }
  },
};

function sentence(text: string): string {
  return /^(env|printenv|export|set)\b/.test(text)
    ? `${text} prints every variable of the job, secrets included, and the output goes to a channel`
    : `${text} looks like a secret, and what is printed here goes to a channel; GitLab masks only variables that are set to be masked`;
}

/** What a command that writes to the log prints of secrets: an expansion, or the command itself when it prints all. */
function printedSecret(command: ShellCommand): ShellCommand['node'] | undefined {
  const { name, args, node } = command;
  const elsewhere = enclosing(node, 'pipeline', 'command_substitution', 'process_substitution');
  const redirected =
    node.parent?.type === 'redirected_statement' && />/.test(node.parent.text.slice(node.text.length));
  if (elsewhere || redirected) return undefined;
  const words = args.map((arg) => literalOf(arg) ?? '');
  if ((name === 'env' || name === 'printenv') && args.length === 0) return node;
  if (name === 'export' && words.includes('-p')) return node;
  if (name === 'set' && args.length === 0) return node;
  if (name !== 'echo' && name !== 'printf') return undefined;
  for (const arg of args) {
    for (const expansion of expansionsOf(arg)) if (SECRET.test(expansion.name)) return expansion.node;
  }
  return undefined;
}
