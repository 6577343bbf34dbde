import type { GitlabPost } from '@gitlab-chatops/shared/reply';
import { LOOPBACK } from '../../loopback/index.js';
import type { Delivery } from './posted.js';

const POST_TIMEOUT_MS = 10_000;

/**
 * Posts once, as GitLab does. Local mode posts to loopback only: whoever has the slash token could otherwise make this
 * machine call any address.
 */
export async function postToResponseUrl(post: GitlabPost, closing: AbortSignal): Promise<Delivery> {
  if (!isLoopback(post.url)) {
    return { kind: 'failed', reason: `Local mode posts to ${LOOPBACK} only.` };
  }
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      headers: post.headers,
      body: JSON.stringify(post.body),
      redirect: 'error',
      signal: AbortSignal.any([closing, AbortSignal.timeout(POST_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return { kind: 'answered', status: response.status };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) };
  }
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && (hostname === LOOPBACK || hostname === 'localhost');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
