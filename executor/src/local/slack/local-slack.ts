import type { SlackApp } from './app.js';
import { escapeTyped } from './escape.js';
import { Faults } from './faults.js';
import { type RandomText, randomText } from './identity.js';
import type { SlackChannel, SlackUser } from './message.js';
import { RateLimits } from './rate.js';
import { ResponseUrls } from './response-urls.js';
import { listenAsSlack, RESPONSE_URL_PREFIX } from './server.js';
import { dispatchCommand, readCommand, type SlashAnswer, type TypedCommand } from './slash.js';
import { Workspace } from './workspace.js';

export interface LocalSlackOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random?: RandomText;
  readonly port?: number;
  /** Who answers a command; undefined: the workspace does not know it. */
  readonly installed?: (command: string) => InstalledCommand | undefined;
  readonly rateLimits?: boolean;
  /** Scopes of the bot token; by default everything the reply path may use. */
  readonly scopes?: readonly string[];
  /** The channel commands are typed in; default: a made-up one named `chatops`. */
  readonly channel?: { readonly id?: string; readonly name?: string };
  /** Who types; default: a made-up user named `you`. */
  readonly person?: { readonly id?: string; readonly name?: string };
  /** More channels, e.g. private or archived ones. */
  readonly channels?: readonly SlackChannel[];
  /** Milliseconds a slash request may take. */
  readonly acknowledgeWithinMs?: number;
}

/** A slash command as its app's settings have it. */
export interface InstalledCommand {
  readonly requestUrl: string;
  /** The deprecated verification token, which GitLab's triggers take as their own. */
  readonly verificationToken: string;
}

/** What became of a typed line. */
export type TypedResult =
  | { readonly kind: 'message' }
  | { readonly kind: 'command' }
  /** The composer keeps the text. */
  | { readonly kind: 'failed'; readonly error: string; readonly sentence: string };

/** A running local Slack: one workspace, one person, one channel, our app with its token and GitLab's commands. */
export interface LocalSlack {
  readonly origin: string;
  /** For `slackApiUrl` of @slack/web-api. */
  readonly apiUrl: string;
  /** Every response_url of this workspace begins so. */
  readonly responseUrlPrefix: string;
  readonly signingSecret: string;
  /** Ours, whose bot token posts replies. */
  readonly app: SlackApp;
  readonly workspace: Workspace;
  readonly person: SlackUser;
  readonly channel: SlackChannel;
  readonly faults: Faults;
  readonly rates: RateLimits;
  /** What a person types into the channel's composer. */
  type(text: string): Promise<TypedResult>;
  close(): Promise<void>;
}

export const SLACKBOT = 'USLACKBOT';

const DEFAULT_SCOPES = [
  'chat:write',
  'chat:write.public',
  'commands',
  'channels:history',
  'groups:history',
  'im:history',
  'im:write',
];

/** Starts a Slack on loopback that speaks Slack's own wire protocol. */
export async function startLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const random = options.random ?? randomText;
  const bot: SlackUser = { id: `U${random(10)}`, name: 'gitlab-chatops', isBot: true };
  const gitlab: SlackUser = { id: `U${random(10)}`, name: 'GitLab', isBot: true };
  const person: SlackUser = {
    id: options.person?.id ?? `U${random(10)}`,
    name: options.person?.name ?? 'you',
    isBot: false,
  };
  const channel: SlackChannel = {
    id: options.channel?.id ?? `C${random(10)}`,
    name: options.channel?.name ?? 'chatops',
    kind: 'channel',
    isPrivate: false,
    isArchived: false,
    members: [bot.id, gitlab.id, person.id],
  };
  const team = { id: `T${random(10)}`, domain: 'local', name: 'Local workspace' };
  const users = [bot, gitlab, person, { id: SLACKBOT, name: 'Slackbot', isBot: true }];
  const workspace = new Workspace(
    { team, users, channels: [channel, ...(options.channels ?? [])] },
    options.now,
  );
  const app: SlackApp = {
    id: `A${random(10)}`,
    name: bot.name,
    userId: bot.id,
    botId: `B${random(10)}`,
    // Not the form of a real token (digits between dashes), so that no secret scanner takes it for one.
    botToken: `xoxb-local-${random(32)}`,
    scopes: options.scopes ?? DEFAULT_SCOPES,
  };
  /** Another app than ours: GitLab's, which owns the slash commands. */
  const commandAppId = `A${random(10)}`;
  const rates = new RateLimits(options.rateLimits ?? false, options.now);
  const faults = new Faults();
  const responseUrls = new ResponseUrls(workspace, gitlab.id, rates, options.now);
  const server = await listenAsSlack({
    context: () => ({ workspace, app, rates, origin: server.origin }),
    responseUrls,
    faults,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const signingSecret = random(32).toLowerCase();

  async function runCommand(typed: TypedCommand): Promise<TypedResult> {
    const installed = options.installed?.(typed.command);
    if (installed === undefined) return failed(typed.command, 'invalid_command');
    const path = `${RESPONSE_URL_PREFIX}${team.id}/${random(12)}/${random(24)}`;
    const chain = responseUrls.open(path, channel.id, person.id);
    const answer = await dispatchCommand({
      requestUrl: installed.requestUrl,
      signingSecret,
      nowMs: options.now(),
      ...(options.acknowledgeWithinMs === undefined ? {} : { timeoutMs: options.acknowledgeWithinMs }),
      request: {
        token: installed.verificationToken,
        team_id: team.id,
        team_domain: team.domain,
        channel_id: channel.id,
        channel_name: channel.name,
        user_id: person.id,
        user_name: person.name,
        command: typed.command,
        text: escapeTyped(typed.text),
        api_app_id: commandAppId,
        is_enterprise_install: 'false',
        response_url: `${server.origin}${path}`,
        trigger_id: `${random(12)}.${random(12)}`,
      },
    });
    if (answer.kind === 'failed') return failed(typed.command, answer.error);
    if (answer.kind === 'content') return showAnswer(typed, answer);
    return { kind: 'command' };

    /** An in_channel answer also shows the command; empty text shows the command alone. */
    function showAnswer(
      { command, text }: TypedCommand,
      { inChannel, payload }: Extract<SlashAnswer, { kind: 'content' }>,
    ): TypedResult {
      if (inChannel) {
        const echo = text === '' ? command : `${command} ${text}`;
        workspace.post({
          channel: channel.id,
          user: person.id,
          origin: 'command',
          text: escapeTyped(echo),
        });
      }
      const refused = responseUrls.answer(chain, payload, 'command_answer');
      return refused === undefined || refused === 'no_text' ? { kind: 'command' } : failed(command, refused);
    }
  }

  return {
    origin: server.origin,
    apiUrl: `${server.origin}/api/`,
    responseUrlPrefix: `${server.origin}${RESPONSE_URL_PREFIX}`,
    signingSecret,
    app,
    workspace,
    person,
    channel,
    faults,
    rates,
    async type(text) {
      const command = readCommand(text);
      if (command !== undefined) return runCommand(command);
      workspace.post({ channel: channel.id, user: person.id, origin: 'person', text: escapeTyped(text) });
      return { kind: 'message' };
    },
    close: () => server.close(),
  };
}

function failed(command: string, error: string): TypedResult {
  const sentence =
    error === 'invalid_command'
      ? `${command} is not a valid command.`
      : `${command} failed with the error "${error}"`;
  return { kind: 'failed', error, sentence };
}
