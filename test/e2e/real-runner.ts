import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SettingVariable } from '@gitlab-chatops/shared/ci/variables';
import {
  type GitLabEvent,
  type LocalGitLab,
  startLocalGitLab,
} from '../../executor/src/local/gitlab/index.js';
import { driverSettings, writeDriverFiles } from '../../executor/src/local/session/driver-files.js';
import { planFromHead } from '../../executor/src/local/session/planning.js';
import { type LocalSlack, startLocalSlack } from '../../executor/src/local/slack/index.js';

export interface FinishedJob {
  readonly trace: string;
  readonly status: string;
  readonly jobId: number;
  /** Texts and blocks of what was posted for everybody meanwhile: ours by the Web API, GitLab's by the response_url. */
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

export interface RealRun {
  readonly slack: LocalSlack;
  readonly gitlab: LocalGitLab;
  /** Types a command; gives the job's id. */
  type(text: string): Promise<number>;
  /** Waits until a job's log matches. */
  prints(jobId: number, pattern: RegExp): Promise<void>;
  /** Waits until a job has ended and GitLab's own responder has said what it says about it. */
  finished(jobId: number): Promise<FinishedJob>;
  run(text: string): Promise<FinishedJob>;
  close(): Promise<void>;
}

/** A local GitLab and a local Slack with a real gitlab-runner between them. */
export async function startWithRealRunner(
  config: string,
  {
    timestamps,
    variables = [],
  }: { readonly timestamps: boolean; readonly variables?: readonly SettingVariable[] },
): Promise<RealRun> {
  const root = await mkdtemp(join(tmpdir(), 'gitlab-chatops-real-'));
  const repository = join(root, 'project');
  await mkdir(repository);
  await writeFile(join(repository, '.gitlab-ci.yml'), config);
  const slack = await startLocalSlack({
    now: Date.now,
    installed: () => ({
      requestUrl: `${gitlab.url}/api/v4/projects/${gitlab.project.id}/integrations/slack_slash_commands/trigger`,
      verificationToken: gitlab.slackToken,
    }),
  });
  const gitlab: LocalGitLab = await startLocalGitLab({
    planner: planFromHead,
    repository: { directory: repository },
    project: { path: 'local/project', title: 'project', variables },
    chatName: () => ({
      user: { id: 1, login: 'ada', name: 'Ada', email: 'ada@example.com' },
      access: 'developer',
      confirmed: true,
    }),
    isSlack: (url) => url.startsWith(slack.responseUrlPrefix),
    temporaryDirectory: root,
  });
  const events: GitLabEvent[] = [];
  gitlab.subscribe((event) => events.push(event));
  const files = await writeDriverFiles({
    folder: root,
    projectPath: gitlab.project.path,
    slack: { apiUrl: slack.apiUrl, botToken: slack.app.botToken, channel: slack.channel.id },
  });
  const configToml = join(root, 'config.toml');
  await writeFile(configToml, toml({ url: gitlab.url, token: gitlab.runnerToken, timestamps, files }));
  const runner = spawn('gitlab-runner', ['run', '-c', configToml], {
    cwd: root,
    env: {
      ...process.env,
      GITLAB_CHATOPS_SETTINGS: files.settingsPath,
      TMPDIR: files.temporaryDirectory,
    },
    stdio: 'ignore',
  });
  const ended = once(runner, 'exit');
  const until = async (what: string, holds: () => boolean) => {
    for (let waited = 0; !holds(); waited += 50) {
      if (waited >= 30_000 || runner.exitCode !== null) throw new Error(`waited in vain for ${what}`);
      await wait(50);
    }
  };
  const trace = (jobId: number) => Buffer.from(gitlab.trace(jobId)).toString('utf8');
  const posted = (origin: 'web_api' | 'response_url', jobId: number) =>
    slack.workspace
      .screen()
      .filter((message) => message.origin === origin)
      .map(({ text, blocks }) => JSON.stringify([text, blocks ?? null]))
      .filter((text) => origin === 'response_url' || text.includes(`/jobs/${jobId}`));
  const theirsBefore = new Map<number, number>();
  const real: RealRun = {
    slack,
    gitlab,
    async type(text) {
      const known = gitlab.jobs().length;
      const theirs = posted('response_url', 0).length;
      await slack.type(text);
      const job = gitlab.jobs().at(-1);
      if (job === undefined || gitlab.jobs().length === known) throw new Error('the command made no job');
      theirsBefore.set(job.id, theirs);
      return job.id;
    },
    prints: (jobId, pattern) => until(`${pattern} in the log`, () => pattern.test(trace(jobId))),
    async finished(jobId) {
      await until(`GitLab's responder to be done with job ${jobId}`, () =>
        events.some((event) => event.kind === 'reply' && event.view === 'posted' && event.jobId === jobId),
      );
      const status = gitlab.job(jobId)?.status ?? '';
      return {
        trace: trace(jobId),
        status,
        jobId,
        ours: posted('web_api', jobId),
        theirs: posted('response_url', jobId).slice(theirsBefore.get(jobId)),
      };
    },
    run: async (text) => real.finished(await real.type(text)),
    async close() {
      runner.kill('SIGTERM');
      await ended;
      await gitlab.close();
      await slack.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return real;
}

function toml({
  url,
  token,
  timestamps,
  files,
}: {
  url: string;
  token: string;
  timestamps: boolean;
  files: { buildsDir: string; cacheDir: string };
}): string {
  const driver = driverSettings();
  return `concurrent = 2
check_interval = 1
shutdown_timeout = 2
[[runners]]
  name = "real"
  url = "${url}"
  token = "${token}"
  executor = "custom"
  shell = "bash"
  builds_dir = "${files.buildsDir}"
  cache_dir = "${files.cacheDir}"
  [runners.feature_flags]
    FF_TIMESTAMPS = ${timestamps}
  [runners.custom]
    config_exec = "${driver.configExec}"
    config_args = ["config"]
    prepare_exec = "${driver.prepareExec}"
    prepare_args = ["prepare"]
    run_exec = "${driver.runExec}"
    run_args = ["run"]
    cleanup_exec = "${driver.cleanupExec}"
    cleanup_args = ["cleanup"]
    graceful_kill_timeout = 10
    force_kill_timeout = 2
`;
}
