import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { WireJob } from '../build/index.js';
import type { FailureReason } from '../job/errors.js';
import { platformOf, type RunnerSettings } from '../settings.js';
import { type ApiConnection, headerText } from './http.js';
import { runnerInfo } from './info.js';

/** Whom a job's own requests come from. */
export interface JobCredentials {
  readonly id: number;
  readonly token: string;
}

export type JobRequest =
  | { readonly kind: 'job'; readonly job: WireJob; readonly correlationId: string }
  | { readonly kind: 'none' | 'forbidden' };

/** What GitLab says about a job beside an answer's status. Source: network/remote_job_state_response.go. */
interface RemoteState {
  readonly cancelRequested: boolean;
  /** Milliseconds; undefined when GitLab does not say. */
  readonly updateIntervalMs?: number;
}

export interface PatchResult extends RemoteState {
  readonly kind: 'succeeded' | 'abort' | 'not-found' | 'range-mismatch' | 'failed';
  /** From where the next patch goes on. */
  readonly offset: number;
}

export interface UpdateResult extends RemoteState {
  readonly kind: 'succeeded' | 'accepted' | 'trace-invalid' | 'abort' | 'failed';
}

/** The log as it stands: what GitLab must have received. */
export interface LogSum {
  readonly checksum: string;
  readonly size: number;
}

export interface JobUpdate {
  readonly state: 'running' | 'success' | 'failed';
  readonly failureReason?: FailureReason;
  readonly exitCode?: number;
  readonly log?: LogSum;
}

/** The job API as Runner 19.4 speaks it. Source: network/gitlab.go. */
export class JobApi {
  readonly #connection: ApiConnection;
  readonly #settings: RunnerSettings;
  #lastUpdate = '';

  constructor(connection: ApiConnection, settings: RunnerSettings) {
    this.#connection = connection;
    this.#settings = settings;
  }

  /** `POST jobs/request`. GitLab may hold the answer back. Throws what the network throws. */
  async requestJob(token: string, signal?: AbortSignal): Promise<JobRequest> {
    const correlation = randomBytes(16).toString('hex');
    const response = await this.#connection.send(
      {
        method: 'POST',
        path: 'jobs/request',
        headers: { ...this.#jsonHeaders(correlation), accept: 'application/json', 'runner-token': token },
        body: json({
          info: runnerInfo(this.#settings),
          token,
          system_id: this.#settings.system_id,
          ...(this.#lastUpdate === '' ? {} : { last_update: this.#lastUpdate }),
        }),
      },
      signal,
    );
    if (response.status === 403) return { kind: 'forbidden' };
    if (response.status === 201 || response.status === 204) {
      this.#lastUpdate = headerText(response.headers, 'x-gitlab-last-update');
    }
    if (response.status !== 201 || !isJson(response.headers)) return { kind: 'none' };
    return {
      kind: 'job',
      job: JSON.parse(response.body.toString('utf8')),
      correlationId: headerText(response.headers, 'x-request-id') || correlation,
    };
  }

  /** `PUT jobs/:id`: the job's state. */
  async updateJob({ id, token }: JobCredentials, update: JobUpdate): Promise<UpdateResult> {
    const { state, failureReason, exitCode = 0, log } = update;
    const sum = log === undefined ? {} : { checksum: log.checksum, bytesize: log.size };
    const body = json({
      info: runnerInfo(this.#settings),
      token,
      state,
      ...(failureReason === undefined ? {} : { failure_reason: failureReason }),
      ...(log === undefined ? {} : { checksum: log.checksum }),
      output: sum,
      ...(exitCode === 0 ? {} : { exit_code: exitCode }),
    });
    try {
      const response = await this.#connection.send({
        method: 'PUT',
        path: `jobs/${id}`,
        headers: { ...this.#jsonHeaders(), 'job-token': token },
        body,
      });
      return { ...remoteState(response.headers), kind: updateKind(response.status, response.headers) };
    } catch {
      return { kind: 'failed', cancelRequested: false };
    }
  }

  /** `PATCH jobs/:id/trace`: the next piece of the log. */
  async patchTrace(
    { id, token }: JobCredentials,
    content: Buffer,
    offset: number,
    debugTrace: boolean,
  ): Promise<PatchResult> {
    try {
      const { status, headers } = await this.#connection.send({
        method: 'PATCH',
        path: `jobs/${id}/trace?debug_trace=${debugTrace}`,
        headers: {
          ...this.#commonHeaders(),
          'content-type': 'text/plain',
          'content-range': `${offset}-${offset + content.length - 1}`,
          'job-token': token,
        },
        body: content,
      });
      const kind = patchKind(status, headers);
      const state = remoteState(headers);
      if (kind === 'succeeded') return { ...state, kind, offset: offset + content.length };
      if (kind === 'range-mismatch') return { ...state, kind, offset: rangeEnd(headers) };
      return { ...state, kind, offset };
    } catch {
      return { kind: 'failed', cancelRequested: false, offset };
    }
  }

  #jsonHeaders(correlation?: string): Record<string, string> {
    return { ...this.#commonHeaders(correlation), 'content-type': 'application/json' };
  }

  #commonHeaders(correlation = randomBytes(16).toString('hex')): Record<string, string> {
    const { version } = this.#settings;
    return {
      'user-agent': `gitlab-runner ${version} (main; gitlab-chatops; ${platformOf(this.#settings)})`,
      'x-request-id': correlation,
    };
  }
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}

function isJson(headers: IncomingHttpHeaders): boolean {
  return /^application\/json\s*(?:;|$)/i.test(headerText(headers, 'content-type'));
}

function remoteState(headers: IncomingHttpHeaders): RemoteState {
  const interval = /^[+-]?[0-9]+$/.exec(headerText(headers, 'x-gitlab-trace-update-interval'));
  return {
    cancelRequested: headerText(headers, 'job-status') === 'canceling',
    ...(interval === null ? {} : { updateIntervalMs: Number(interval[0]) * 1000 }),
  };
}

/** GitLab has ended the job: nothing it does counts any more. */
function isOver(status: number, headers: IncomingHttpHeaders): boolean {
  return status === 403 || ['canceled', 'failed'].includes(headerText(headers, 'job-status'));
}

function updateKind(status: number, headers: IncomingHttpHeaders): UpdateResult['kind'] {
  if (isOver(status, headers) || status === 404) return 'abort';
  if (status === 200) return 'succeeded';
  if (status === 202) return 'accepted';
  return status === 412 ? 'trace-invalid' : 'failed';
}

function patchKind(status: number, headers: IncomingHttpHeaders): PatchResult['kind'] {
  if (isOver(status, headers)) return 'abort';
  if (status === 202) return 'succeeded';
  if (status === 404) return 'not-found';
  return status === 416 ? 'range-mismatch' : 'failed';
}

/** `Range: 0-N`: N bytes are stored. */
function rangeEnd(headers: IncomingHttpHeaders): number {
  const parts = headerText(headers, 'range').split('-');
  return parts.length === 2 ? Number.parseInt(parts[1] ?? '', 10) || 0 : 0;
}
