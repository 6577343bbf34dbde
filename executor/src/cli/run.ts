import { CodedError } from '@gitlab-chatops/shared/errors';
import type { RunEvent, RunRequest, RunState } from '@gitlab-chatops/shared/simulation';
import { Command, InvalidArgumentError } from 'commander';
import type { LoopOptions } from '../local/session/index.js';
import { EXIT_NO, EXIT_OK } from './exit-status.js';
import { readRequest } from './run-request.js';
import { RunText } from './run-text.js';
import { Stop } from './stop.js';
import { wantsColour } from './terminal.js';

interface RunOptions {
  readonly repo: string;
  readonly ref?: string;
  readonly config?: string;
  readonly var: readonly string[];
  readonly mask: readonly string[];
  readonly sandbox: 'host' | 'bubblewrap';
  readonly timestamps: boolean;
  readonly events?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
}

/** `run`: one job, no servers to look after: its log, then both replies. */
export function runCommand(): Command {
  return new Command('run')
    .description(
      'Run one chat job on this computer as "/project run JOB ARGUMENTS" would, and show both replies',
    )
    .argument('[job]', 'name of the job')
    .argument('[args...]', 'what is typed behind it; the job finds it in CHAT_INPUT')
    .option('--repo <path>', 'the repository; uncommitted files count', '.')
    .option('--ref <ref>', 'commit to run instead of the working tree')
    .option('--config <path>', 'path of the CI config in the repository (default: .gitlab-ci.yml)')
    .option(
      '--var <name=value>',
      'a CI/CD variable of the project; may be given more than once',
      variable,
      [],
    )
    .option(
      '--mask <name>',
      'mask a variable given by --var, or take it masked from the environment',
      variableName,
      [],
    )
    .option(
      '--sandbox <type>',
      'host, or bubblewrap: the job can write only its own folders',
      sandboxType,
      'host',
    )
    .option('--no-timestamps', 'a Runner that does not stamp the log (FF_TIMESTAMPS=false)')
    .option('--json', 'print what happens as JSON, one event a line')
    .option('--events', 'the same for an editor, which sends the request as one JSON line on standard input')
    .option('--color', 'colours even when the output is no terminal')
    .option('--no-color', 'no colours')
    .action(run);
}

async function run(job: string | undefined, args: readonly string[], options: RunOptions): Promise<void> {
  const request = options.events ? await readRequest(process.stdin) : requestOf(job, args, options);
  const colour = wantsColour({
    isTerminal: process.stdout.isTTY === true,
    env: process.env,
    ...(options.color === undefined ? {} : { flag: options.color }),
  });
  const { stdout } = process;
  const text = new RunText((piece) => stdout.write(piece), {
    colour,
    ...(stdout.isTTY && process.env.TERM !== 'dumb' ? { columns: () => stdout.columns } : {}),
  });
  const asJson = options.events === true || options.json === true;
  const stop = new Stop(options.events === true);
  const { simulate } = await import('../simulation/index.js');
  const state = await simulate({
    command: request.command,
    loop: loopOf(request, options),
    emit: (event: RunEvent) =>
      asJson ? process.stdout.write(`${JSON.stringify(event)}\n`) : text.take(event),
    onCancel: (cancel) => stop.ends(cancel),
  });
  process.exit(stop.status ?? exitStatus(state));
}

function exitStatus(state: RunState): number {
  return state === 'success' || state === 'waiting' ? EXIT_OK : EXIT_NO;
}

function requestOf(job: string | undefined, args: readonly string[], options: RunOptions): RunRequest {
  if (job === undefined) {
    throw new CodedError({
      code: 'CONFIG_NO_JOB',
      message: 'The name of a job is missing.',
      wayOut: 'gitlab-chatops jobs lists what chat can run.',
    });
  }
  return {
    command: [job, ...args].join(' '),
    repository: options.repo,
    configPath: options.config ?? '.gitlab-ci.yml',
    unsaved: {},
    variables: variablesOf(options),
    sandbox: options.sandbox,
  };
}

function variablesOf({ var: given, mask }: RunOptions): RunRequest['variables'] {
  const pairs = new Map(
    given.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
  // A secret does not belong on a command line, where ps shows it.
  for (const name of mask) if (!pairs.has(name)) pairs.set(name, process.env[name] ?? '');
  return [...pairs].map(([key, value]) => ({ key, value, masked: mask.includes(key) }));
}

function loopOf(request: RunRequest, options: RunOptions): LoopOptions {
  const { repository, configPath, unsaved, variables, sandbox, channel, user } = request;
  return {
    repository,
    configPath,
    unsaved,
    variables,
    sandbox,
    timestamps: options.timestamps,
    ...(options.ref === undefined ? {} : { ref: options.ref }),
    ...(channel === undefined ? {} : { channel }),
    ...(user === undefined ? {} : { user }),
  };
}

function variable(text: string, before: readonly string[]): readonly string[] {
  if (!/^[A-Za-z_][A-Za-z0-9_]*=/.test(text)) throw new InvalidArgumentError('a variable is NAME=VALUE.');
  return [...before, text];
}

function variableName(text: string, before: readonly string[]): readonly string[] {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text))
    throw new InvalidArgumentError('the name of a variable is expected.');
  return [...before, text];
}

function sandboxType(text: string): RunOptions['sandbox'] {
  if (text === 'host' || text === 'bubblewrap') return text;
  throw new InvalidArgumentError('host or bubblewrap is expected.');
}
