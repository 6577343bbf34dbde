import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatPlanner } from '@gitlab-chatops/executor/local/gitlab';
import { type Session, type SessionOptions, startSession } from '@gitlab-chatops/executor/local/session';
import type { ChatVerdict, PlannedJob } from '@gitlab-chatops/shared/chat';
import { browserSide } from '../page/browser-side.js';

const closers: (() => Promise<void> | void)[] = [];

/** For afterEach: last opened, first closed. */
export async function stopSessions(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** A directory named `project` that is gone after the test. */
export function projectFolder(files: Readonly<Record<string, string>> = {}): string {
  const parent = mkdtempSync(join(tmpdir(), 'repository-'));
  closers.push(() => rmSync(parent, { recursive: true, force: true }));
  const folder = mkdtempSync(join(parent, 'project-'));
  for (const [name, text] of Object.entries({ '.gitlab-ci.yml': '', ...files }))
    writeFileSync(join(folder, name), text);
  return folder;
}

export const errors: unknown[] = [];

export async function runSession(options: Partial<SessionOptions> = {}): Promise<Session> {
  errors.length = 0;
  const session = await startSession({
    repository: projectFolder(),
    planner: plannerOf({}),
    executor: 'shell',
    assets: await browserSide(),
    onError: (error) => errors.push(error),
    ...options,
  });
  closers.push(() => session.close());
  return session;
}

/** A planner that schedules the jobs it is given and refuses every other name. */
export function plannerOf(jobs: Readonly<Record<string, Partial<PlannedJob>>>): ChatPlanner {
  return ({ command, args, channelId, chatUserId }): ChatVerdict => {
    const job = jobs[command];
    if (job === undefined) {
      return {
        kind: 'refused',
        answer: 'not_scheduled',
        sentence: '',
        cause: { code: 'CHAT_JOB_MISSING', message: 'No job <has> that name.' },
        at: { file: '.gitlab-ci.yml', start: 0, end: 0, line: 3, column: 1 },
        steps: [],
      };
    }
    return {
      kind: 'scheduled',
      steps: [],
      job: {
        name: command,
        stage: 'test',
        when: 'on_success',
        allowFailure: false,
        script: [],
        afterScript: [],
        yamlVariables: [{ key: 'GIT_STRATEGY', value: 'none', raw: false }],
        chatVariables: [
          { key: 'CHAT_INPUT', value: args, raw: false },
          { key: 'CHAT_CHANNEL', value: channelId, raw: false },
          { key: 'CHAT_USER_ID', value: chatUserId, raw: false },
        ],
        retry: 0,
        tags: [],
        services: [],
        ...job,
      },
    };
  };
}

/** Waits until a condition holds, looking again whenever something happens in the session. */
export async function until(session: Session, what: string, holds: () => boolean): Promise<void> {
  const deadline = AbortSignal.timeout(15_000);
  await new Promise<void>((resolve, reject) => {
    const check = (): void => {
      if (!holds()) return;
      leaveGitLab();
      leaveSlack();
      resolve();
    };
    const leaveGitLab = session.gitlab.subscribe(check);
    const leaveSlack = session.slack.workspace.subscribe(check);
    deadline.addEventListener('abort', () => {
      leaveGitLab();
      leaveSlack();
      reject(new Error(`waited in vain for: ${what}; inside: ${errors.map(String).join('; ')}`));
    });
    check();
  });
}
