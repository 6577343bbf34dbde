import { trimSpace } from '../../../go/index.js';
import { listOf } from '../build/index.js';
import type { StageFacts } from './stage.js';

/**
 * Commands of a user or an administrator, each echoed and then written as it is.
 * `prefix` names their log sections. Source: shells/abstract.go writeCommands.
 */
export function writeCommands(
  { build, writer }: StageFacts,
  prefix: string,
  commands: readonly string[],
): void {
  const sections = build.flag('FF_SCRIPT_SECTIONS') && build.job.features?.trace_sections === true;
  commands.forEach((given, index) => {
    const command = trimSpace(given);
    const lineEnd = command.indexOf('\n');
    if (command === '') writer.emptyLine();
    else if (lineEnd < 0) writer.notice(`$ ${command}`);
    else if (sections) writer.commandSection(`${prefix}_${index}`, `$ ${command}`);
    else writer.notice(`$ ${command.slice(0, lineEnd)} # collapsed multi-line command`);
    writer.line(command);
    writer.checkForErrors();
  });
}

/** Commands of the job's hook of that name. */
export function hookScript({ build }: StageFacts, name: string): readonly string[] {
  return listOf(listOf(build.job.hooks).find((hook) => hook.name === name)?.script);
}

/** An administrator's script as one command; none when it is empty. */
export function adminScript(script: string | undefined): readonly string[] {
  return script === undefined || script === '' ? [] : [script];
}
