import { json, noContent, parameterError, refuseWith } from '../http/answer.js';
import { readJsonObject, textOf } from '../http/body.js';
import type { Exchange } from '../http/router.js';
import type { GitLabInstance } from '../instance.js';
import { LOCAL_RUNNER } from '../project.js';
import { isRunner } from './authenticate.js';

/** `POST /api/v4/runners/verify`. A Runner that registers needs the id, and JSON. */
export async function verifyRunner(instance: GitLabInstance, exchange: Exchange): Promise<void> {
  if (!(await knownRunner(instance, exchange))) return;
  const { id } = LOCAL_RUNNER;
  json(exchange.response, 200, { id, token: instance.secrets.runnerToken, token_expires_at: null });
}

/** `DELETE /api/v4/runners` and `/managers`: the Runner says good-bye; its token lives as long as this process. */
export async function unregisterRunner(instance: GitLabInstance, exchange: Exchange): Promise<void> {
  if (await knownRunner(instance, exchange)) noContent(exchange.response);
}

/** `POST /api/v4/runners`: registration tokens are a thing of the past, as on a server that disabled them. */
export function registerRunner({ response }: Exchange): void {
  refuseWith(response, 410, '410 Gone');
}

async function knownRunner(instance: GitLabInstance, { request, response }: Exchange): Promise<boolean> {
  const body = await readJsonObject(request);
  if (body === undefined) {
    parameterError(response, 'body is invalid');
    return false;
  }
  const known = isRunner(instance, request, textOf(body, 'token'));
  if (!known) refuseWith(response, 403, '403 Forbidden');
  return known;
}
