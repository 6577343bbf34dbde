import { matchCommand, splitGlobalText } from '@gitlab-chatops/shared/slash';
import { inputObject, inputText } from '../mode.js';

/** `{text}` → `{command, captures?}`; `{app_text}` → `{project_alias, command_text}`. */
export function run(input: unknown): unknown {
  const fields = inputObject(input);
  if ('app_text' in fields) {
    const { projectAlias, commandText } = splitGlobalText(inputText(fields, 'app_text'));
    return { project_alias: projectAlias, command_text: commandText };
  }
  return matchCommand(inputText(fields, 'text')) ?? { command: null };
}
