import type { ServerResponse } from 'node:http';

/** Proxies and browsers drop a silent connection. */
const KEEP_ALIVE_MS = 15_000;

/** A server-sent event stream of typed events. */
export class EventStream<Events> {
  readonly #response: ServerResponse;
  readonly #keepAlive: NodeJS.Timeout;
  #closed = false;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('retry: 1000\n\n');
    this.#keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
    this.#keepAlive.unref();
    response.on('close', () => this.#close());
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** False: the browser is slower than we are; wait for `drained`. `id` comes back as Last-Event-ID. */
  send<Name extends keyof Events & string>(name: Name, data: Events[Name], id?: string): boolean {
    if (this.#closed) return true;
    const idLine = id === undefined ? '' : `id: ${id}\n`;
    return this.#response.write(`event: ${name}\n${idLine}data: ${JSON.stringify(data)}\n\n`);
  }

  /** Until what was sent has left; at once when the browser is gone. */
  drained(): Promise<void> {
    if (this.#closed || !this.#response.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#response.off('drain', done).off('close', done);
        resolve();
      };
      this.#response.on('drain', done).on('close', done);
    });
  }

  end(): void {
    this.#response.end();
  }

  onClose(callback: () => void): void {
    this.#response.on('close', callback);
  }

  #close(): void {
    this.#closed = true;
    clearInterval(this.#keepAlive);
  }
}
