import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type GitLabEvent,
  type LocalGitLab,
  startLocalGitLab,
} from '../../executor/src/local/gitlab/index.js';
import { driverSettings, writeDriverFiles } from '../../executor/src/local/session/driver-files.js';
import { planFromHead } from '../../executor/src/local/session/planning.js';
import { type LocalSlack, startLocalSlack } from '../../executor/src/local/slack/index.js';

export interface RealRun {
  readonly slack: LocalSlack;
  readonly gitlab: LocalGitLab;
  readonly events: readonly GitLabEvent[];
  /** Types a command, lets one `gitlab-runner run-single` take its job, and waits until GitLab has done with it. */
  run(text: string): Promise<{ readonly trace: string; readonly status: string; readonly jobId: number }>;
  close(): Promise<void>;
}

/** A local GitLab and a local Slack with a real gitlab-runner between them. */
export async function startWithRealRunner(
  config: string,
  { timestamps }: { readonly timestamps: boolean },
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
    project: { path: 'local/project', title: 'project' },
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
  const children = new Set<ChildProcess>();
  return {
    slack,
    gitlab,
    events,
    async run(text) {
      await slack.type(text);
      const runner = spawn(
        'gitlab-runner',
        ['run-single', '-c', configToml, '-r', 'real', '--max-builds', '1', '--wait-timeout', '20'],
        {
          env: {
            ...process.env,
            GITLAB_CHATOPS_SETTINGS: files.settingsPath,
            TMPDIR: files.temporaryDirectory,
          },
          stdio: 'ignore',
        },
      );
      children.add(runner);
      await once(runner, 'exit');
      children.delete(runner);
      const job = gitlab.jobs().at(-1);
      if (job === undefined) throw new Error('the command made no job');
      return { trace: Buffer.from(gitlab.trace(job.id)).toString('utf8'), status: job.status, jobId: job.id };
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await gitlab.close();
      await slack.close();
      await rm(root, { recursive: true, force: true });
    },
  };
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
  return `[[runners]]
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
`;
}
