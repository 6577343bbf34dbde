import { setTimeout as delay } from 'node:timers/promises';
import type { LocalGitLab } from '../gitlab/index.js';
import type { TypedAnswer } from '../page/index.js';
import { escapeTyped, type LocalSlack } from '../slack/index.js';
import { explainVerdict } from './explain.js';

/** A command under way gets so long when the session ends. */
const CLOSE_WITHIN_MS = 500;

/** What happens with a line that a person types: Slack takes it, and the session adds what GitLab left out. */
export class Composer {
  readonly #slack: LocalSlack;
  readonly #gitlab: LocalGitLab;
  readonly #refresh: () => Promise<void>;
  readonly #underWay = new Set<Promise<unknown>>();

  /** `refresh`: looks at the repository again; its jobs may have changed since. */
  constructor(slack: LocalSlack, gitlab: LocalGitLab, refresh: () => Promise<void>) {
    this.#slack = slack;
    this.#gitlab = gitlab;
    this.#refresh = refresh;
  }

  type(text: string): Promise<TypedAnswer> {
    return this.#track(this.#type(text));
  }

  /** Throws what looking at the repository throws. */
  refresh(): Promise<void> {
    return this.#track(this.#refresh());
  }

  /** Waits for what is under way, so that nobody reads a repository that is being removed. */
  async close(): Promise<void> {
    await Promise.race([this.#settled(), delay(CLOSE_WITHIN_MS, undefined, { ref: false })]);
  }

  /** One thing under way may begin another. */
  async #settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** Says afterwards to the caller alone what GitLab's answer left out (design D1). */
  async #type(text: string): Promise<TypedAnswer> {
    const notes: string[] = [];
    const leave = this.#gitlab.subscribe((event) => {
      if (event.kind !== 'command' || !escapeTyped(text).endsWith(event.text)) return;
      const why = event.verdict === undefined ? undefined : explainVerdict(event.verdict);
      if (why !== undefined) notes.push(why);
      notes.push(...event.warnings.map(escapeTyped));
    });
    const answer = await this.#slack.type(text).finally(leave);
    for (const note of notes) this.#whisper(note);
    // A directory that cannot be read any more was already said in the answer.
    if (answer.kind === 'command') this.refresh().catch(() => {});
    return answer;
  }

  #whisper(text: string): void {
    const { workspace, channel, app, person } = this.#slack;
    workspace.post({
      channel: channel.id,
      user: app.userId,
      origin: 'command_answer',
      text,
      ephemeralTo: person.id,
    });
  }

  #track<Result>(work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
    return tracked;
  }
}
