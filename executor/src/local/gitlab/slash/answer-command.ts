import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  type AnswerBody,
  accessDeniedAnswer,
  authorizeAnswer,
  confirmAnswer,
  deactivatedAnswer,
  helpAnswer,
  matchCommand,
} from '@gitlab-chatops/shared/slash';
import { projectUrl } from '../instance.js';
import type { ChatName } from '../project.js';
import { COMMANDS, type CommandResult, ephemeral, type SlashParameters } from './command.js';
import { runCommand, type SlashInstance } from './run-command.js';

/**
 * Answers a command whose token was right. GitLab: app/models/integrations/base/slash_commands.rb and
 * lib/gitlab/slash_commands/command.rb.
 * @param service `app` is the GitLab for Slack app, which asks neither for the global ability nor for a confirmation.
 */
export async function answerCommand(
  instance: SlashInstance,
  parameters: SlashParameters,
  service: 'integration' | 'app',
): Promise<CommandResult> {
  const { teamId = '', userId = '' } = parameters;
  const chatName = instance.chatName(teamId, userId);
  if (chatName === undefined) return { body: authorizeAnswer(linkUrl(instance, parameters)) };
  if (service === 'integration') {
    const refused = integrationRefusal(instance, chatName);
    if (refused !== undefined) return { body: refused };
  }
  const match = matchCommand(parameters.text, COMMANDS);
  if (match === null) {
    return {
      body: helpAnswer({
        trigger: parameters.command,
        text: parameters.text,
        projectUrl: projectUrl(instance),
        commands: COMMANDS,
      }),
    };
  }
  if (chatName.access !== 'developer') return { body: accessDeniedAnswer(projectUrl(instance)) };
  // GitLab: presenters/deploy.rb; there are no deployments here.
  if (match.command !== 'Run') return { body: ephemeral("Couldn't find a deployment manual action.") };
  try {
    return await runCommand(instance, match.captures, parameters, chatName.user);
  } catch (error) {
    // The working tree cannot be read: its owner is told what to do.
    if (!(error instanceof CodedError)) throw error;
    return { body: ephemeral([error.message, error.wayOut].filter(Boolean).join('\n')) };
  }
}

function integrationRefusal(instance: SlashInstance, chatName: ChatName): AnswerBody | undefined {
  if (chatName.access === 'deactivated') return deactivatedAnswer(instance.webUrl());
  if (chatName.access === 'blocked') return accessDeniedAnswer(projectUrl(instance));
  if (chatName.confirmed) return undefined;
  const project = `${projectUrl(instance)}/-/integrations/slash_commands/confirm`;
  return confirmAnswer(`${project}?command_id=${instance.randomText(20)}`);
}

/** Where an unknown caller would link the accounts; null when the request does not say who it is. */
function linkUrl(
  instance: SlashInstance,
  { teamId, teamDomain, userId, userName }: SlashParameters,
): string | null {
  if ([teamId, teamDomain, userId, userName].some((value) => !value?.trim())) return null;
  const page = `${instance.webUrl()}/-/user_settings/integration_accounts/new`;
  return `${page}?token=${instance.randomText(20)}`;
}
