import type { ChannelEvents, TraceEvents, TypedAnswer } from '../protocol.js';

type Handlers<Events> = { readonly [Name in keyof Events]: (data: Events[Name]) => void };

/** Listens to an event stream of the server; reconnecting is the browser's own. Returns the way to stop. */
function listen<Events>(path: string, handlers: Handlers<Events>, names: readonly (keyof Events & string)[]) {
  const source = new EventSource(path);
  for (const name of names) {
    source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
  }
  return source;
}

export function listenToChannel(
  handlers: Handlers<ChannelEvents>,
  onState: (connected: boolean) => void,
): void {
  const source = listen<ChannelEvents>('/events', handlers, ['snapshot', 'message', 'run', 'jobs']);
  source.addEventListener('open', () => onState(true));
  source.addEventListener('error', () => onState(false));
}

/** A job log from its beginning; the server ends the stream with `end`. */
export function listenToTrace(id: number, handlers: Handlers<TraceEvents>): () => void {
  const source = listen<TraceEvents>(
    `/jobs/${id}/trace`,
    {
      ...handlers,
      end: (data) => {
        source.close();
        handlers.end(data);
      },
    },
    ['chunk', 'restart', 'end'],
  );
  return () => source.close();
}

export async function sendText(text: string): Promise<TypedAnswer> {
  return post('/messages', { text });
}

export async function changeJob(id: number, action: 'cancel' | 'play'): Promise<void> {
  await post(`/jobs/${id}/${action}`, {});
}

async function post(path: string, body: unknown) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error((await response.text()).trim() || `status ${response.status}`);
  return response.json();
}
