import {
  APP_HELP_TEXT,
  helpAnswer,
  projectNotFoundAnswer,
  splitGlobalText,
  triggerRefusal,
} from '@gitlab-chatops/shared/slash';
import { json, parameterError, refuseWith } from '../http/answer.js';
import { readParameters } from '../http/body.js';
import type { Exchange } from '../http/router.js';
import { isProject } from '../instance.js';
import { sameToken } from '../tokens.js';
import { answerCommand } from './answer-command.js';
import { COMMANDS, type CommandResult, type SlashParameters } from './command.js';
import type { SlashInstance } from './run-command.js';

/**
 * `POST /api/v4/projects/:id/integrations/:slug/trigger` (and `/services/`): the slash command of a project's own
 * integration. Every answer to a command has the status 200. GitLab: lib/api/integrations.rb.
 */
export async function integrationTrigger(instance: SlashInstance, exchange: Exchange): Promise<void> {
  const { response, path } = exchange;
  const parameters = await readParameters(exchange.request, exchange.query);
  if (parameters === undefined) return parameterError(response, 'body is invalid');
  const slug = path.slug ?? '';
  const { slackToken, mattermostToken } = instance.secrets;
  const own = slug === 'slack_slash_commands' ? slackToken : mattermostToken;
  const refusal = triggerRefusal(
    { slug, token: parameters.get('token') ?? null },
    isProject(instance, path.id) ? own : null,
    sameToken,
  );
  if (refusal !== null) return json(response, refusal.status, refusal.body);
  const slash = slashParameters(parameters);
  answer(instance, exchange, slash.text, await answerCommand(instance, slash, 'integration'));
}

/**
 * `POST /api/v4/slack/trigger`: the GitLab for Slack app, whose texts begin with the project's alias.
 * GitLab: lib/api/integrations.rb, lib/gitlab/slash_commands/global_slack_handler.rb.
 */
export async function appTrigger(instance: SlashInstance, exchange: Exchange): Promise<void> {
  const { request, response, query } = exchange;
  const parameters = await readParameters(request, query);
  if (parameters === undefined) return parameterError(response, 'body is invalid');
  const missing = ['token', 'text'].filter((name) => !parameters.has(name));
  if (missing.length > 0) {
    return parameterError(response, missing.map((name) => `${name} is missing`).join(', '));
  }
  if (!sameToken(parameters.get('token'), instance.secrets.slackAppToken)) {
    return refuseWith(response, 404, '404 Not Found');
  }
  const slash = slashParameters(parameters);
  answer(instance, exchange, slash.text, await appCommand(instance, slash));
}

async function appCommand(instance: SlashInstance, slash: SlashParameters): Promise<CommandResult> {
  if (slash.text === APP_HELP_TEXT) {
    const { command: trigger, text } = slash;
    return { body: helpAnswer({ trigger, text, projectUrl: null, commands: COMMANDS }) };
  }
  const { projectAlias, commandText } = splitGlobalText(slash.text);
  // Without an alias any installation of the workspace is taken: there is one.
  if (projectAlias !== null && !isProject(instance, projectAlias)) return { body: projectNotFoundAnswer() };
  return answerCommand(instance, { ...slash, text: commandText ?? '' }, 'app');
}

function slashParameters(parameters: ReadonlyMap<string, string>): SlashParameters {
  const [teamId, teamDomain, userId, userName] = ['team_id', 'team_domain', 'user_id', 'user_name'].map(
    (name) => parameters.get(name),
  );
  const responseUrl = parameters.get('response_url') ?? '';
  return {
    text: parameters.get('text') ?? '',
    command: parameters.get('command') ?? '',
    ...(teamId === undefined ? {} : { teamId }),
    ...(teamDomain === undefined ? {} : { teamDomain }),
    ...(userId === undefined ? {} : { userId }),
    ...(userName === undefined ? {} : { userName }),
    channelId: parameters.get('channel_id') ?? null,
    responseUrl: responseUrl.trim() === '' ? null : responseUrl,
  };
}

function answer(instance: SlashInstance, { response }: Exchange, text: string, result: CommandResult): void {
  const { body, verdict, jobId, warnings = [] } = result;
  instance.events.emit({
    kind: 'command',
    text,
    answer: body.text,
    warnings,
    ...(verdict === undefined ? {} : { verdict }),
    ...(jobId === undefined ? {} : { jobId }),
  });
  json(response, 200, body);
}
