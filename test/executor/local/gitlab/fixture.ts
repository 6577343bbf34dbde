import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobResponse } from '@gitlab-chatops/executor/job';
import {
  type ChatName,
  type ChatPlanRequest,
  type Clock,
  type GitLabEvent,
  type LocalGitLab,
  type LocalGitLabOptions,
  startLocalGitLab,
} from '@gitlab-chatops/executor/local/gitlab';
import type { ChatVerdict, PlannedJob } from '@gitlab-chatops/shared/chat';

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-02-03T04:05:06.789Z');
  #waiting: { at: number; callback: () => void }[] = [];

  now(): Date {
    return new Date(this.#now);
  }

  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }
}

export const ADA: ChatName = {
  user: { id: 7, login: 'ada', name: 'Ada L', email: 'ada@example.com' },
  access: 'developer',
  confirmed: true,
};

export function plannedJob(over: Partial<PlannedJob> = {}): PlannedJob {
  return {
    name: 'hello',
    stage: 'chat',
    when: 'on_success',
    allowFailure: false,
    script: ['echo "Hello $CHAT_INPUT"'],
    afterScript: [],
    yamlVariables: [],
    chatVariables: [],
    retry: 0,
    tags: [],
    services: [],
    ...over,
  };
}

/** Stands in for GitLab's chain: knows `hello`, refuses the rest in one of the ways of the real one. */
export function tinyPlanner(over: Partial<PlannedJob> = {}) {
  return ({ command, args, channelId, chatUserId }: ChatPlanRequest): ChatVerdict => {
    const cause = { code: 'CHAT_TEST', message: 'No such job.', wayOut: 'Name one.' };
    if (command === 'broken')
      return { kind: 'refused', answer: 'unsupported', sentence: '', cause, steps: [] };
    if (command === 'offline') return { kind: 'unknown', cause, steps: [] };
    if (command === 'crash') throw new Error('secret detail at /some/path');
    if (command !== 'hello')
      return { kind: 'refused', answer: 'not_scheduled', sentence: '', cause, steps: [] };
    const chatVariables = [
      { key: 'CHAT_INPUT', value: args, raw: false },
      { key: 'CHAT_CHANNEL', value: channelId, raw: false },
      { key: 'CHAT_USER_ID', value: chatUserId, raw: false },
    ];
    return { kind: 'scheduled', job: plannedJob({ chatVariables, ...over }), steps: [] };
  };
}

/** A chat service's side: takes what is posted to response URLs. */
export class ResponseUrls {
  readonly posts: { path: string; accept?: string; contentType?: string; body: unknown }[] = [];
  status = 200;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<ResponseUrls> {
    const server = createServer();
    const urls = new ResponseUrls(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        urls.posts.push({
          path: request.url ?? '',
          accept: request.headers.accept,
          contentType: request.headers['content-type'],
          body: JSON.parse(Buffer.concat(chunks).toString()),
        });
        response.statusCode = urls.status;
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return urls;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** A local GitLab over a small directory, and the clients that talk to it. */
export class Lab {
  readonly clock = new FakeClock();
  readonly events: GitLabEvent[] = [];
  readonly errors: unknown[] = [];
  readonly root = mkdtempSync(join(tmpdir(), 'gitlab-test-'));
  readonly tree = join(this.root, 'tree');
  readonly temporary = join(this.root, 'tmp');
  readonly chat: ResponseUrls;
  #gitlab: LocalGitLab | undefined;

  private constructor(chat: ResponseUrls) {
    this.chat = chat;
    mkdirSync(this.tree);
    mkdirSync(this.temporary);
    writeFileSync(join(this.tree, '.gitlab-ci.yml'), 'hello: {script: echo}\n');
  }

  static async open(options: Partial<LocalGitLabOptions> = {}): Promise<Lab> {
    const lab = new Lab(await ResponseUrls.open());
    lab.#gitlab = await startLocalGitLab({
      planner: tinyPlanner(),
      repository: { directory: lab.tree },
      project: { id: 42, namespaceId: 5, path: 'acme/ops', title: 'Ops' },
      chatName: (team, user) => (team === 'T1' && user === 'U1' ? ADA : undefined),
      isSlack: (url) => url.startsWith(`${lab.chat.origin}/slack/`),
      clock: lab.clock,
      temporaryDirectory: lab.temporary,
      environment: { PATH: process.env.PATH, HOME: lab.root, GIT_CONFIG_NOSYSTEM: '1' },
      onError: (error) => lab.errors.push(error),
      ...options,
    });
    lab.gitlab.subscribe((event) => lab.events.push(event));
    return lab;
  }

  get gitlab(): LocalGitLab {
    assert.ok(this.#gitlab);
    return this.#gitlab;
  }

  get url(): string {
    return this.gitlab.url;
  }

  async close(): Promise<void> {
    await this.gitlab.close();
    await this.chat.close();
    const left = readdirSync(this.temporary);
    rmSync(this.root, { recursive: true, force: true });
    assert.deepEqual(left, [], 'no temporary file is left');
    assert.equal(this.clock.waiting, 0, 'no timer is left');
  }

  async send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, { method, ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text ? JSON.parse(text) : undefined,
    };
  }

  sendJson(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.send(method, path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  /** A slash command as Slack sends it; a null drops a field. */
  slash(text: string, over: Record<string, string | null> = {}, path = SLACK_TRIGGER): Promise<Answer> {
    const fields: Record<string, string | null> = {
      token: this.gitlab.slackToken,
      team_id: 'T1',
      team_domain: 'team',
      channel_id: 'C1',
      channel_name: 'ops',
      user_id: 'U1',
      user_name: 'ada',
      command: '/ops',
      text,
      response_url: `${this.chat.origin}/slack/1`,
      ...over,
    };
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) if (value !== null) form.set(name, value);
    return this.send('POST', path, { body: form });
  }

  /** Asks for a job as a Runner does. */
  poll(over: Record<string, unknown> = {}): Promise<Answer> {
    const info = {
      name: 'lab',
      version: '19.4.0',
      executor: 'custom',
      features: { cancel_gracefully: true },
    };
    return this.sendJson('POST', '/api/v4/jobs/request', { token: this.gitlab.runnerToken, info, ...over });
  }

  /** Types a command and takes its job. */
  async take(text = 'run hello Ada'): Promise<JobResponse> {
    await this.slash(text);
    const answer = await this.poll();
    assert.equal(answer.status, 201, answer.text);
    return answer.json as JobResponse;
  }

  patch({ id, token }: JobResponse, start: number, text: string | Uint8Array): Promise<Answer> {
    const body = Buffer.from(text);
    return this.send('PATCH', `/api/v4/jobs/${id}/trace?debug_trace=false`, {
      body,
      headers: {
        'content-type': 'text/plain',
        'content-range': `${start}-${start + body.length - 1}`,
        'job-token': token,
      },
    });
  }

  put({ id, token }: JobResponse, body: Record<string, unknown>): Promise<Answer> {
    return this.sendJson('PUT', `/api/v4/jobs/${id}`, body, { 'job-token': token });
  }

  /** Waits for an event; bounded by the test's own time. */
  async event<Kind extends GitLabEvent['kind']>(
    kind: Kind,
    wanted: (event: Extract<GitLabEvent, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<GitLabEvent, { kind: Kind }>> {
    const matches = (event: GitLabEvent): event is Extract<GitLabEvent, { kind: Kind }> =>
      event.kind === kind && wanted(event as Extract<GitLabEvent, { kind: Kind }>);
    const before = this.events.find(matches);
    if (before !== undefined) return before;
    return new Promise((resolve) => {
      const stop = this.gitlab.subscribe((event) => {
        if (!matches(event)) return;
        stop();
        resolve(event);
      });
    });
  }
}

export const SLACK_TRIGGER = '/api/v4/projects/42/integrations/slack_slash_commands/trigger';
