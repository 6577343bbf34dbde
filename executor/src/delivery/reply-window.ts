/** GitLab answers through the chat service's `response_url`, which lives half an hour (design D8). */
const WINDOW_MS = 30 * 60 * 1000;

export interface ReplyWindow {
  /** GitLab itself can still post a reply. */
  readonly open: boolean;
  /** Milliseconds until it cannot; 0 when closed. */
  readonly remainingMs: number;
}

/**
 * @param pipelineCreatedAt milliseconds since 1970 (CI_PIPELINE_CREATED_AT); undefined when the server did not say:
 * then the window counts as closed, since a fallback into it would be a guess.
 */
export function replyWindow(pipelineCreatedAt: number | undefined, now: number): ReplyWindow {
  const end = pipelineCreatedAt === undefined ? now : pipelineCreatedAt + WINDOW_MS;
  const remainingMs = Math.max(0, Math.min(end - now, WINDOW_MS));
  return { open: remainingMs > 0, remainingMs };
}
