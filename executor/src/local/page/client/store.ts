import type { ChannelEvents, ChannelMessage, Run, Snapshot } from '../protocol.js';
import { listenToChannel } from './api.js';

/** What the page knows, kept up to date by the server's events. */
export class Store {
  snapshot: Snapshot | undefined;
  readonly messages = new Map<string, ChannelMessage>();
  readonly runs = new Map<number, Run>();

  /** Calls `onChange` after each event has been taken in, with what it was. */
  follow(
    onChange: <Name extends keyof ChannelEvents>(
      name: Name,
      data: ChannelEvents[Name],
      snapshot: Snapshot,
    ) => void,
    onState: (connected: boolean) => void,
  ): void {
    listenToChannel(
      {
        snapshot: (snapshot) => {
          this.snapshot = snapshot;
          this.messages.clear();
          this.runs.clear();
          for (const message of snapshot.messages) this.messages.set(message.ts, message);
          for (const run of snapshot.runs) this.runs.set(run.id, run);
          onChange('snapshot', snapshot, snapshot);
        },
        message: (message) => {
          this.messages.set(message.ts, message);
          if (this.snapshot !== undefined) onChange('message', message, this.snapshot);
        },
        run: (run) => {
          this.runs.set(run.id, run);
          if (this.snapshot !== undefined) onChange('run', run, this.snapshot);
        },
        jobs: (jobs) => {
          if (this.snapshot === undefined) return;
          this.snapshot = { ...this.snapshot, jobs };
          onChange('jobs', jobs, this.snapshot);
        },
      },
      onState,
    );
  }
}
