import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { argumentOf, chatUses } from '../shell/chat-uses.js';
import { literalOf } from '../shell/commands.js';
import { effectiveCommand } from '../shell/programs.js';

/** Programs that take `--` as the end of options before file names: the mend is mechanical. */
const FILE_PROGRAMS = new Set([
  'cat',
  'chmod',
  'chown',
  'cp',
  'ls',
  'mkdir',
  'mv',
  'rm',
  'rmdir',
  'touch',
  'head',
  'tail',
]);

/** Programs with an option that runs a program, writes a file or reads another one. */
const SHARP_PROGRAMS = new Set([
  'ansible-playbook',
  'curl',
  'docker',
  'find',
  'git',
  'helm',
  'kubectl',
  'podman',
  'rsync',
  'scp',
  'ssh',
  'tar',
  'terraform',
  'wget',
  'zip',
]);

export const chatInputOption: LintRule = {
  meta: {
    id: 'chat-input-option',
    severity: 'warning',
    confidence: 'medium',
    summary: 'Text typed in chat begins an argument, so that a leading - makes it an option of the program.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const use of chatUses(job)) {
        const argument = argumentOf(use);
        if (!use.command || !argument || !use.expansion.quoted) continue;
        const { name, args } = effectiveCommand(use.command);
        const known = name !== undefined && (FILE_PROGRAMS.has(name) || SHARP_PROGRAMS.has(name));
        if (!known || !begins(argument.text, use.expansion.node.text)) continue;
        const place = args.indexOf(argument);
        if (place < 0 || args.slice(0, place).some((arg) => literalOf(arg) === '--')) continue;
        const at = use.script.rangeOf(argument.startIndex, argument.endIndex);
        if (!at) continue;
        const edit = FILE_PROGRAMS.has(name)
          ? use.script.edit(argument.startIndex, argument.startIndex, '-- ')
          : undefined;
        yield {
          job: job.job.name,
          at,
          fixes: edit ? [{ title: 'End the options before it: --', safe: true, edits: [edit] }] : [],
          message: `text from chat that begins with - becomes an option of ${name}; ${edit ? 'put -- before it' : 'check it against a list of allowed values first'}`,
        };
      }
    }
  },
};

/** The argument starts with the expansion: `"$X"`, `"$X/file"`, but not `--name="$X"`. */
function begins(argument: string, expansion: string): boolean {
  return argument.replace(/^"/, '').startsWith(expansion);
}
