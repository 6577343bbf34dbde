import { type AnswerBody, ephemeral } from './answers.js';
import type { SlashCommand } from './commands.js';

/**
 * GitLab's help: sent for any text that begins with `help` (so also `helpme`) and for any that is no command.
 * Source: GitLab lib/gitlab/slash_commands/presenters/help.rb.
 * @param request.trigger the slash command as typed, e.g. `/gitlab`.
 * @param request.projectUrl null for the help of the GitLab for Slack app, which belongs to no project.
 */
export function helpAnswer(request: {
  readonly trigger: string;
  readonly text: string | null;
  readonly projectUrl: string | null;
  readonly commands: readonly SlashCommand[];
}): AnswerBody {
  const { trigger, text, projectUrl, commands } = request;
  if (commands.length === 0) {
    return ephemeral(
      `This chatops integration does not have any commands that can be\nexecuted.\n\n${footer(projectUrl)}\n`,
    );
  }
  const notValid = text?.startsWith('help') === true ? '' : 'The specified command is not valid.\n\n';
  return ephemeral(`${notValid}${list(trigger, commands)}\n\n${footer(projectUrl)}\n`);
}

/** Project-level commands are shown with a project too, which they do not take. */
function list(trigger: string, commands: readonly SlashCommand[]): string {
  const lines = commands.map(({ feature, help }) =>
    feature === 'incident_declare' ? `${trigger} ${help}` : `${trigger} [project name or alias] ${help}`,
  );
  return (
    '*Available commands*\n\n' +
    'The following commands are available for this chatops integration:\n\n' +
    `${lines.join('\n')}\n\n` +
    'If available, the `run` command is used for running GitLab CI jobs\n' +
    "defined in this project's `.gitlab-ci.yml` file. For example, if a\n" +
    'job called "help" is defined you can run it like so:\n\n' +
    `\`${trigger} run help\`\n`
  );
}

function footer(projectUrl: string | null): string {
  const project =
    projectUrl === null
      ? ''
      : `*Project*\n\nThe GitLab project for this chatops integration can be found at\n${projectUrl}.\n\n`;
  return (
    `${project}*Documentation*\n\n` +
    'For more information about GitLab chatops, refer to its\n' +
    'documentation: https://docs.gitlab.com/ee/ci/chatops/.\n'
  );
}
