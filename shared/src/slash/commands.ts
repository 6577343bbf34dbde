import { type Captures, matchDeploy, matchIncident, PATTERNS } from './grammar.js';

/** GitLab's chat commands, in the order in which it tries them. Names are those of its classes. */
export const COMMAND_NAMES = [
  'IssueShow',
  'IssueNew',
  'IssueSearch',
  'IssueMove',
  'IssueClose',
  'IssueComment',
  'Deploy',
  'Run',
  'IncidentNew',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** One command: when a project has it, who may use it, how help shows it. */
export interface SlashCommand {
  readonly name: CommandName;
  /** The project's feature that must be on; `incident_declare` is an instance-wide feature flag, off by default. */
  readonly feature: 'issues' | 'builds' | 'incident_declare';
  /** The ability the caller needs on the project; null: whoever is linked may try. */
  readonly ability: string | null;
  /** What help prints after the trigger. */
  readonly help: string;
  readonly match: (text: string) => Captures | null;
}

const NEW_LINE_KEYS = '*`⇧ Shift`*+*`↵ Enter`*';

/** Source: GitLab lib/gitlab/slash_commands/command.rb and the classes it lists. */
export const SLASH_COMMANDS: readonly SlashCommand[] = [
  issue('IssueShow', null, 'issue show <id>'),
  issue('IssueNew', 'create_issue', `issue new <title> ${NEW_LINE_KEYS} <description>`),
  issue('IssueSearch', null, 'issue search <your query>'),
  issue('IssueMove', 'admin_issue', 'issue move <issue_id> (to)? <project_path>'),
  issue('IssueClose', 'update_issue', 'issue close <id>'),
  issue('IssueComment', null, `issue comment <id> ${NEW_LINE_KEYS} <comment>`),
  {
    name: 'Deploy',
    feature: 'builds',
    ability: 'create_deployment',
    help: 'deploy <environment> to <target-environment>',
    match: matchDeploy,
  },
  {
    name: 'Run',
    feature: 'builds',
    ability: 'create_pipeline',
    help: 'run <command> <arguments>',
    match: matching('Run'),
  },
  {
    name: 'IncidentNew',
    feature: 'incident_declare',
    ability: null,
    help: 'incident declare *(Beta)*',
    match: matchIncident,
  },
];

/** What a text is to GitLab: a command and what its pattern captured. */
export type SlashMatch =
  | { readonly command: 'Run'; readonly captures: RunCaptures }
  | { readonly command: Exclude<CommandName, 'Run'>; readonly captures: Captures };

export interface RunCaptures extends Captures {
  /** The job's name: one word, never with white space. */
  readonly command: string;
  /** CHAT_INPUT as typed; null when nothing was typed, which is not the empty text. */
  readonly arguments: string | null;
}

/**
 * The first command that takes the text, of those the project has; null: GitLab answers with help.
 * @param available by default all commands, also the one behind a feature flag.
 */
export function matchCommand(
  text: string,
  available: readonly SlashCommand[] = SLASH_COMMANDS,
): SlashMatch | null {
  for (const { name, match } of available) {
    const captures = match(text);
    if (captures === null) continue;
    if (name !== 'Run') return { command: name, captures };
    const { command = null, arguments: input = null } = captures;
    if (command !== null) return { command: 'Run', captures: { command, arguments: input } };
  }
  return null;
}

/** The commands that a project has. Source: `available?` of the classes. */
export function availableCommands(features: {
  readonly issues: boolean;
  readonly builds: boolean;
  readonly incidentDeclare?: boolean;
}): SlashCommand[] {
  return SLASH_COMMANDS.filter(({ feature }) => {
    if (feature === 'incident_declare') return features.incidentDeclare === true;
    return features[feature];
  });
}

function issue(name: keyof typeof PATTERNS, ability: string | null, help: string): SlashCommand {
  return { name, feature: 'issues', ability, help, match: matching(name) };
}

function matching(name: keyof typeof PATTERNS): SlashCommand['match'] {
  return (text) => {
    const groups = PATTERNS[name].exec(text)?.groups;
    if (groups === undefined) return null;
    return Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, value ?? null]));
  };
}
