import type { ResolvedConfig } from '@gitlab-chatops/shared/ci';
import type { ShellParser } from '@gitlab-chatops/shared/lint';

/** Whether two configurations differ in nothing but comments: of YAML, or of the shell inside its blocks. */
export function haveSameMeaning(before: ResolvedConfig, after: ResolvedConfig, shell: ShellParser): boolean {
  if (before.errors.length !== after.errors.length || before.jobs.length !== after.jobs.length) return false;
  return before.jobs.every((job, i) => {
    const other = after.jobs[i];
    return other?.name === job.name && sameScript(scriptOf(job), scriptOf(other), shell);
  });
}

function scriptOf({ beforeScript, script, afterScript }: ResolvedConfig['jobs'][number]): readonly string[] {
  return [...beforeScript, ...script, ...afterScript].map(({ value }) => value);
}

function sameScript(a: readonly string[], b: readonly string[], shell: ShellParser): boolean {
  if (a.length !== b.length) return false;
  return a.every((text, i) => {
    const other = b[i] ?? '';
    return text === other || shapeOf(text, shell) === shapeOf(other, shell);
  });
}

type ShellNode = ReturnType<ShellParser['parse']>['rootNode'];

/** The commands without comments; a comment that became part of a string or a here-document is in its text. */
function shapeOf(text: string, shell: ShellParser): string {
  const parts: string[] = [];
  const visit = (node: ShellNode): void => {
    if (node.type === 'comment' || !node.isNamed) return;
    const children = node.namedChildren.flatMap((child) => child ?? []);
    parts.push(children.length === 0 ? `${node.type} ${node.text}` : `(${node.type}`);
    for (const child of children) visit(child);
    if (children.length > 0) parts.push(')');
  };
  visit(shell.parse(text).rootNode);
  return parts.join('\n');
}
