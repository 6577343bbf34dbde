import type { LintContext, LintJob } from '../context.js';
import type { Fix, Report, Severity, TextEdit } from '../finding.js';
import { isNamedForChat } from '../intent.js';
import { variablesOf } from '../job-scripts.js';
import type { LintRule } from '../rule.js';
import type { ChatUse } from '../shell/chat-uses.js';
import { readCommand } from '../shell/commands.js';
import { hidesValue } from '../shell/expansions.js';
import { factsOf } from '../shell/facts.js';
import { enclosing, type ShellNode } from '../shell/tree.js';
import { effectiveCommand } from '../shell/wrappers.js';

/** Programs that only print: unquoted text there is wrong, not dangerous. */
const PRINTERS = new Set(['echo', 'printf']);

export const chatInputUnquoted: LintRule = {
  meta: {
    id: 'chat-input-unquoted',
    severity: 'error',
    confidence: 'high',
    summary: 'Text typed in chat stands unquoted: the shell splits it into words and expands * ? [ in it.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const use of job.uses) {
        if (use.expansion.place === 'split' && !use.isChecked && !use.isName) yield* report(job, use);
      }
      yield* fedToXargs(job);
      if (job.intended && (job.reachable || isNamedForChat(job.job))) yield* fromOutside(context, job);
    }
  },
};

function* report(job: LintJob, use: ChatUse): Iterable<Report> {
  const { unit, expansion, command } = use;
  const { node } = expansion;
  const at = unit.rangeOf(node.startIndex, node.endIndex);
  if (!at) return;
  const text = shown(node);
  const loop = enclosing(node.parent, 'for_statement', 'array', 'command');
  const splitOnPurpose = loop?.type === 'for_statement' || loop?.type === 'array' || command?.name === 'set';
  const mended = splitOnPurpose ? undefined : quoted(use);
  const fixes: readonly Fix[] = mended ? [{ title: `Quote it: "${text}"`, safe: true, edits: mended }] : [];
  const printed = command?.name !== undefined && PRINTERS.has(effectiveCommand(command).name ?? '');
  const mild = printed || splitOnPurpose || !job.reachable;
  const severity: Severity = mild ? 'warning' : 'error';
  yield {
    job: job.job.name,
    at,
    fixes,
    severity,
    ...(unit.hasError ? { confidence: 'medium' as const } : {}),
    message: splitOnPurpose
      ? `${text} is split into words here and * ? [ in it become file names; read -ra words <<< "$CHAT_INPUT" splits without that`
      : `${text} comes from chat and is not quoted: spaces split it and * ? [ become file names`,
  };
}

/** A long substitution is named by its beginning. */
function shown({ text }: ShellNode): string {
  const [line = ''] = text.split('\n');
  return line.length < text.length || line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

/** Backquotes inside of double quotes would need other escapes in them. */
function quoted({ unit, expansion: { node } }: ChatUse): readonly TextEdit[] | undefined {
  if (node.text.startsWith('`')) return undefined;
  const edit = unit.edit(node.startIndex, node.endIndex, `"${node.text}"`);
  return edit && [edit];
}

/** `echo "$CHAT_INPUT" | xargs program` makes words of it all the same. */
function* fedToXargs(job: LintJob): Iterable<Report> {
  for (const { script, taint } of job.tainted) {
    for (const unit of script.units) {
      if (!unit.text.includes('xargs')) continue;
      for (const command of factsOf(unit.root).commands) {
        if (command.name !== 'xargs' || command.words.some((word) => /^-(0|d)/.test(word))) continue;
        if (taint.flow(unit).input(command.node).length === 0) continue;
        const at = command.nameNode && unit.rangeOf(command.nameNode.startIndex, command.nameNode.endIndex);
        if (!at) continue;
        yield {
          job: job.job.name,
          at,
          severity: 'warning',
          message:
            'xargs splits what is typed in chat into words and takes quotes and backslashes in it for its own; pass "$CHAT_INPUT" as one argument',
        };
      }
    }
  }
}

const COMMON =
  /^(CI|GITLAB|RUNNER|FF|GIT|DOCKER|KUBE|AWS|CHAT)_|^(CI|HOME|PATH|PWD|USER|SHELL|HOSTNAME|LANG|TMPDIR|IFS|OPTARG|RANDOM|SECONDS|UID|EUID|GOPATH|TERM|EDITOR|OLDPWD|REPLY|CPU_REQUEST)$/;

/** Programs whose arguments are files: a variable there holds the path of a file-type variable. */
const FILE_PROGRAMS = new Set([
  'cp',
  'mv',
  'cat',
  'install',
  'chmod',
  'ln',
  'source',
  '.',
  'ssh-add',
  'base64',
]);

/** A chat job's parameter may come from another pipeline or an API call instead: `./bin/chatops $TASK`. */
function* fromOutside(context: LintContext, job: LintJob): Iterable<Report> {
  const known = new Set(variablesOf(job.job, context.config).map(({ key }) => key));
  const units = job.scripts.flatMap((script) => script.units);
  const assigned = new Set(
    units.flatMap(({ root }) => {
      const { assignments, loops } = factsOf(root);
      return [...assignments, ...loops].map(({ name }) => name);
    }),
  );
  for (const unit of units) {
    for (const expansion of factsOf(unit.root).expansions) {
      const { name, node, place, operator } = expansion;
      if (place !== 'split' || operator !== '' || hidesValue(expansion) || !/^[A-Z][A-Z0-9_]+$/.test(name))
        continue;
      if (known.has(name) || assigned.has(name) || COMMON.test(name)) continue;
      const around = enclosing(node.parent, 'command');
      const command = around && effectiveCommand(readCommand(around));
      if (!command?.args.includes(node) || PRINTERS.has(command.name ?? '')) continue;
      if (!isNamedForChat(job.job) && !FILE_PROGRAMS.has(command.name ?? '')) continue;
      const at = unit.rangeOf(node.startIndex, node.endIndex);
      const edit = unit.edit(node.startIndex, node.endIndex, `"${node.text}"`);
      if (!at) continue;
      yield {
        job: job.job.name,
        at,
        severity: isNamedForChat(job.job) ? 'warning' : 'info',
        confidence: 'low',
        fixes: edit ? [{ title: `Quote it: "${node.text}"`, safe: true, edits: [edit] }] : [],
        message: `nothing in this configuration sets ${name}, so its value is not known here; unquoted, spaces split it and * ? [ become file names`,
      };
    }
  }
}
