import { Command, InvalidArgumentError } from 'commander';
import type { Session } from '../local/session/index.js';
import { EXIT_OK } from './exit-status.js';

interface ServeOptions {
  readonly port?: number;
  readonly repo: string;
  readonly ref?: string;
}

/** `serve`: the channel page over a local Slack, GitLab and Runner, until Ctrl-C or SIGTERM. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve a channel page on this computer: type /project run JOB and see the reply')
    .option('--port <number>', 'port of the channel page (default: a free one)', readPort)
    .option('--repo <path>', 'directory whose jobs are run', '.')
    .option('--ref <ref>', 'commit to run instead of the working tree')
    .action(serve);
}

async function serve({ port, repo, ref }: ServeOptions): Promise<void> {
  const stopped = stopSignal();
  const { startSession } = await import('../local/session/index.js');
  const session = await startSession({
    repository: repo,
    ...(port === undefined ? {} : { port }),
    ...(ref === undefined ? {} : { ref }),
    onError: (error) => process.stderr.write(`gitlab-chatops: ${describe(error)}\n`),
  });
  process.stdout.write(`Channel page: ${session.url}\n`);
  await stopped;
  await close(session);
}

/** The first signal ends the session in order, within two seconds; more of them change nothing. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

/** Being told to stop is how `serve` ends: that is no failure. */
async function close(session: Session): Promise<void> {
  await session.close();
  process.exit(EXIT_OK);
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a number up to 65535 (0: a free one).');
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
