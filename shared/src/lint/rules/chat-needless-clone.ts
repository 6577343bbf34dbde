import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import { insertInJob } from '../job-edits.js';
import { variablesOf } from '../job-scripts.js';
import type { LintRule } from '../rule.js';
import { redirectsOf, type ShellCommand } from '../shell/commands.js';
import { factsOf } from '../shell/facts.js';
import { walk } from '../shell/tree.js';
import { effectiveCommand } from '../shell/wrappers.js';

/** Commands that need no file of the repository unless an argument names one. */
const FILELESS = new Set([
  ...[
    ':',
    '[',
    'break',
    'cal',
    'case',
    'continue',
    'cowsay',
    'curl',
    'cut',
    'date',
    'df',
    'dig',
    'echo',
    'env',
    'exit',
  ],
  ...[
    'export',
    'expr',
    'false',
    'fortune',
    'free',
    'hostname',
    'host',
    'id',
    'jq',
    'local',
    'nslookup',
    'ping',
    'printf',
  ],
  ...[
    'psql',
    'read',
    'return',
    'seq',
    'set',
    'shift',
    'shuf',
    'sleep',
    'sort',
    'ssh',
    'test',
    'tr',
    'true',
    'uname',
  ],
  ...['unset', 'uptime', 'wget', 'whoami', 'who'],
]);

export const chatNeedlessClone: LintRule = {
  meta: {
    id: 'chat-needless-clone',
    severity: 'info',
    confidence: 'medium',
    summary: 'A chat job clones the repository and uses no file of it: GIT_STRATEGY: none answers sooner.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, intended, reachable } = lintJob;
      if (!intended || !reachable || job.kind === 'bridge' || !isFileless(lintJob)) continue;
      if (variablesOf(job, context.config).some(({ key }) => key === 'GIT_STRATEGY')) continue;
      if (['artifacts', 'cache'].some((key) => job.keys.has(key)) || job.missingBases !== undefined) continue;
      const lines = ['variables:', '  GIT_STRATEGY: none'];
      const edit = job.keys.has('variables') ? undefined : insertInJob(context, job, lines);
      yield {
        job: job.name,
        at: job.at,
        fixes: edit ? [{ title: 'Do not clone: GIT_STRATEGY: none', safe: false, edits: [edit] }] : [],
        message:
          'the job uses no file of the repository; GIT_STRATEGY: none spares the clone, so the reply comes sooner',
      };
    }
  },
};

function isFileless({ scripts }: LintJob): boolean {
  const units = scripts.flatMap((script) => script.units);
  if (units.some(({ root, hasError }) => hasError || readsFiles(root))) return false;
  const commands = units.flatMap(({ root }) => [...factsOf(root).commands]);
  const functions = new Set(units.flatMap(({ root }) => [...factsOf(root).functions.keys()]));
  return commands.length > 0 && commands.every((command) => isHarmless(command, functions));
}

function isHarmless(command: ShellCommand, functions: ReadonlySet<string>): boolean {
  const { name, words } = effectiveCommand(command);
  if (name === undefined || command.nameNode?.text.includes('/')) return false;
  if (functions.has(name)) return true;
  if (!FILELESS.has(name) && !isRemote(name, words)) return false;
  if (words.filter((word) => !word.startsWith('-')).length > (NAMES_NO_FILE[name] ?? words.length))
    return false;
  const input = redirectsOf(command).some(({ type, text }) => type === 'file_redirect' && /^</.test(text));
  return (
    !input &&
    !words.some((word) =>
      /^(@|\.\/|\.\.\/)|=@|CI_PROJECT_DIR|^-[fi]$|^--(file|data-binary|upload-file)\b|^-T$/.test(word),
    )
  );
}

/** How many words of a filter that are no options name no file: the filter itself. More may be files. */
const NAMES_NO_FILE: Readonly<Record<string, number>> = { cut: 0, jq: 1, sort: 0, shuf: 0 };

/** Clients that ask a server, by the verb that reads. */
const REMOTE: Readonly<Record<string, RegExp>> = {
  kubectl: /^(get|describe|logs|top|rollout|version|scale|api-resources)$/,
  oc: /^(get|describe|logs|status|version)$/,
  helm: /^(list|ls|status|history|version)$/,
  docker: /^(ps|images|logs|version|info)$/,
  aws: /^(describe|list|get)-|^ls$/,
  gcloud: /^(list|describe)$/,
  az: /^(list|show)$/,
};

function isRemote(name: string, words: readonly string[]): boolean {
  const verb = REMOTE[name];
  return verb !== undefined && words.some((word) => verb.test(word));
}

/** A glob, or the project's directory, somewhere. */
function readsFiles(root: Parameters<typeof walk>[0]): boolean {
  if (/CI_PROJECT_DIR|CI_BUILDS_DIR/.test(root.text)) return true;
  return [...walk(root)].some(
    ({ type, text }) => type === 'word' && /^[^-$"']*[*]/.test(text) && text !== '*' && text.includes('.'),
  );
}
