import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { RunEvent, RunRequest } from '@gitlab-chatops/shared/simulation';

/** How the bundled command line is started. */
export interface Launch {
  readonly node: string;
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A run in a process of its own. */
export interface RunProcess {
  /** Cancels the job as GitLab would; a second time ends everything at once. */
  cancel(): void;
  /** The editor goes: everything ends. */
  end(): void;
}

export interface RunListener {
  event(event: RunEvent): void;
  /** The process is gone. `trouble`: what it said when it ended without an `end` event. */
  closed(trouble: string | undefined): void;
}

/** After a second cancel, and when the editor goes, the process has so long to clean up. */
const GRACE_MS = 4_000;
const MOST_COMPLAINTS = 4_000;

/** Starts `gitlab-chatops run --events`. It ends when its standard input does, so it does not outlive the editor. */
export function startRun(request: RunRequest, launch: Launch, listener: RunListener): RunProcess {
  const child = spawn(launch.node, [launch.script, 'run', '--events'], {
    cwd: request.repository,
    env: launch.environment,
    stdio: 'pipe',
  });
  let complaints = '';
  let ended = false;
  const lines = new LineReader((line) => {
    const event: RunEvent = JSON.parse(line);
    ended ||= event.event === 'end';
    listener.event(event);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.feed(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-MOST_COMPLAINTS);
  });
  child.once('error', (error) => {
    complaints += error.message;
  });
  child.once('close', (status, signal) => {
    const said = complaints.trim();
    listener.closed(ended ? undefined : said || `exit status ${status ?? signal}`);
  });
  child.stdin.on('error', () => {}); // it may be gone before it has read
  child.stdin.write(`${JSON.stringify(request)}\n`);
  return canceller(child);
}

function canceller(child: ChildProcessWithoutNullStreams): RunProcess {
  let asked = false;
  const end = (): void => {
    child.stdin.end();
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  return {
    end,
    cancel() {
      if (asked) end();
      else child.kill('SIGINT');
      asked = true;
    },
  };
}

class LineReader {
  #rest = '';
  readonly #take: (line: string) => void;

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  feed(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') this.#take(line);
  }
}
