/** The page without a browser: its cookie, a typed line, the events. */
export class Visitor {
  readonly #origin: string;
  readonly #cookie: string;

  private constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  static async enter({ url }: { readonly url: string }): Promise<Visitor> {
    const answer = await fetch(url);
    return new Visitor(new URL(url).origin, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
  }

  say(text: string): Promise<Response> {
    return fetch(`${this.#origin}/messages`, {
      method: 'POST',
      headers: { cookie: this.#cookie, origin: this.#origin, 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
  }

  /** Reads a job's log until it matches. */
  async log(job: number, pattern: RegExp): Promise<string> {
    const answer = await fetch(`${this.#origin}/jobs/${job}/trace`, { headers: { cookie: this.#cookie } });
    const decoder = new TextDecoder();
    let events = '';
    for await (const chunk of answer.body ?? []) {
      events += decoder.decode(chunk, { stream: true });
      const pieces = [...events.matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) =>
        Buffer.from(data, 'base64'),
      );
      const text = Buffer.concat(pieces).toString();
      if (pattern.test(text)) return text;
    }
    throw new Error(`the log ended without ${pattern}`);
  }

  /** Reads events until their text matches. */
  async until(pattern: RegExp): Promise<string> {
    const answer = await fetch(`${this.#origin}/events`, { headers: { cookie: this.#cookie } });
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (pattern.test(text)) return text;
    }
    throw new Error(`the events ended without ${pattern}`);
  }
}
