import {
  RUN_EVENTS_VERSION,
  type RunEvent,
  type RunState,
  runProblems,
} from '@gitlab-chatops/shared/simulation';
import { type GitLabEvent, type JobView, traceBeforeRename } from '../local/gitlab/index.js';
import { type LoopOptions, type RunningLoop, startLoop, viewReply } from '../local/session/index.js';
import type { SlackMessage } from '../local/slack/index.js';

export interface Simulation {
  /** Everything after `run `, as a person types it. */
  readonly command: string;
  readonly loop: LoopOptions;
  /** Told of everything, in order, `end` last. */
  readonly emit: (event: RunEvent) => void;
  /** The first call cancels the job as GitLab does, the second ends everything. */
  readonly onCancel: (cancel: () => void) => void;
}

/** GitLab's responder looks at a finished job within a moment; a log without any section it watches for minutes. */
const GITLAB_REPLY_WITHIN_MS = 2_000;

/** Runs one chat command through the whole loop: the same plan, driver, terminal and delivery as in production. */
export async function simulate(simulation: Simulation): Promise<RunState> {
  simulation.emit({ event: 'begin', version: RUN_EVENTS_VERSION });
  const loop = await startLoop(simulation.loop);
  const run = new Run(loop, simulation.emit);
  simulation.onCancel(() => run.cancel());
  try {
    return await run.command(simulation.command);
  } finally {
    await loop.close();
  }
}

const OVER: readonly JobView['status'][] = ['success', 'failed', 'canceled', 'skipped'];

/** One command from its answer to the end of its last attempt. */
class Run {
  readonly #loop: RunningLoop;
  readonly #tell: (event: RunEvent) => void;
  /** What happened before GitLab answered; undefined once it has. */
  #early: RunEvent[] | undefined = [];
  readonly #finished: Promise<RunState>;
  #finish: (state: RunState) => void = () => {};
  #job: JobView | undefined;
  #cancels = 0;

  constructor(loop: RunningLoop, emit: (event: RunEvent) => void) {
    this.#loop = loop;
    this.#tell = emit;
    this.#finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    loop.gitlab.subscribe((event) => this.#take(event));
    loop.slack.workspace.subscribe(({ message }) => this.#posted(message));
  }

  async command(text: string): Promise<RunState> {
    const answer = await this.#loop.slack.type(`/${this.#loop.name} run ${text}`);
    // What Slack itself refuses never came to GitLab.
    if (answer.kind === 'failed') this.#refused(answer.sentence);
    return this.#finished;
  }

  cancel(): void {
    this.#cancels += 1;
    const job = this.#job;
    if (this.#cancels > 1 || job === undefined) this.#end({ event: 'end', state: 'canceled' });
    else if (!OVER.includes(job.status)) this.#loop.gitlab.cancel(job.id);
  }

  /** The job is created, and a Runner may have it, before GitLab's answer is on its way: the answer is told first. */
  #emit(event: RunEvent): void {
    // Whatever a loop that is being closed still does, `end` is the last word.
    if (this.#ended && event.event !== 'end') return;
    if (this.#early !== undefined && event.event !== 'answer' && event.event !== 'end') {
      this.#early.push(event);
      return;
    }
    const early = this.#early ?? [];
    this.#early = undefined;
    if (event.event === 'answer') for (const each of [event, ...early]) this.#tell(each);
    else for (const each of [...early, event]) this.#tell(each);
  }

  #take(event: GitLabEvent): void {
    switch (event.kind) {
      case 'command':
        this.#answered(event);
        return;
      case 'job':
        this.#jobChanged(event.job, event.from === undefined);
        return;
      case 'trace':
        this.#emit({
          event: 'trace',
          data: Buffer.from(event.bytes).toString('base64'),
          ...(event.start === 0 ? { restart: true } : {}),
        });
        return;
      case 'reply':
        if (event.view === 'without_driver') this.#gitlabReplied(event);
        return;
    }
  }

  #answered({ answer, verdict, jobId }: Extract<GitLabEvent, { kind: 'command' }>): void {
    const refused = verdict !== undefined && verdict.kind !== 'scheduled';
    this.#emit({
      event: 'answer',
      sentence: verdict?.kind === 'refused' ? verdict.sentence : answer,
      scheduled: jobId !== undefined,
      ...(refused ? { cause: verdict.cause, ...(verdict.at === undefined ? {} : { at: verdict.at }) } : {}),
    });
    if (jobId === undefined) this.#end({ event: 'end', state: 'refused' });
  }

  #refused(sentence: string): void {
    this.#emit({ event: 'answer', sentence, scheduled: false });
    this.#end({ event: 'end', state: 'refused' });
  }

  #jobChanged(job: JobView, created: boolean): void {
    this.#job = job;
    if (created) this.#emit({ event: 'job', id: job.id, name: job.name, stage: job.stage });
    if (job.status === 'manual' || job.status === 'scheduled') {
      this.#end({ event: 'end', state: 'waiting' });
    } else if (OVER.includes(job.status) && !job.retried) {
      setTimeout(() => this.#over(), GITLAB_REPLY_WITHIN_MS).unref();
    }
  }

  #gitlabReplied({ jobId, reply }: Extract<GitLabEvent, { kind: 'reply' }>): void {
    const seen = viewReply(reply);
    if (seen.kind === 'message') {
      const { text, attachments } = seen;
      this.#emit({
        event: 'gitlab_reply',
        reply: { kind: 'message', message: { text, ...(attachments ? { attachments } : {}) } },
      });
    } else if (seen.kind === 'nothing') {
      this.#emit({ event: 'gitlab_reply', reply: { kind: 'nothing', reason: seen.reason } });
    }
    if (jobId === this.#job?.id && OVER.includes(this.#job.status) && !this.#job.retried) this.#over();
  }

  /** Our own messages; GitLab's come from another app. */
  #posted(message: SlackMessage): void {
    if (message.user !== this.#loop.slack.app.userId || message.origin !== 'web_api') return;
    const { ts, text, blocks, attachments, channel } = message;
    this.#emit({
      event: 'reply',
      ts,
      isDirect: channel !== this.#loop.slack.channel.id,
      message: { text, ...(blocks ? { blocks } : {}), ...(attachments ? { attachments } : {}) },
    });
  }

  /** The job has ended and both replies are there, or GitLab's never comes. */
  #over(): void {
    const job = this.#job;
    if (job === undefined || this.#ended) return;
    const trace = traceBeforeRename(this.#loop.gitlab.trace(job.id));
    for (const { problem, severity } of runProblems({ trace, succeeded: job.status === 'success' })) {
      this.#emit({ event: 'problem', problem, severity });
    }
    const state: RunState = job.status === 'success' || job.status === 'failed' ? job.status : 'canceled';
    this.#end({
      event: 'end',
      state,
      ...(job.exitCode === null ? {} : { exitStatus: job.exitCode }),
      ...(job.failureReason === null ? {} : { failureReason: job.failureReason }),
      ...(job.startedAt === null || job.finishedAt === null
        ? {}
        : { seconds: (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000 }),
    });
  }

  #ended = false;

  #end(event: Extract<RunEvent, { event: 'end' }>): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#emit(event);
    this.#finish(event.state);
  }
}
