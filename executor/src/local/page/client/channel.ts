import type { Snapshot } from '../protocol.js';
import { Composer } from './composer.js';
import { el, replaceChildren } from './dom.js';
import { MessageList } from './message-list.js';
import { RunPanel } from './run-panel.js';
import { Store } from './store.js';
import { renderJobs, renderWelcome } from './welcome.js';

/** The channel page: messages and composer on the left, the chosen job on the right. */
export function startChannel(body: HTMLElement): void {
  const store = new Store();
  const composer = new Composer();
  let picked: number | undefined;
  const pick = (id: number): void => {
    picked = id;
    showRun();
  };
  const list = new MessageList(pick);
  const panel = new RunPanel(pick);
  const title = el('h1', {}, '…');
  const jobs = el('details', { class: 'jobs-menu' });
  const offline = el(
    'p',
    { class: 'offline', role: 'alert', hidden: true },
    'The server is gone. Waiting for it …',
  );
  const welcome = el('div', { class: 'welcome-place' });
  const fill = (text: string): void => {
    jobs.open = false;
    composer.fill(text);
  };

  function showRun(): void {
    if (store.snapshot === undefined) return;
    const runs = [...store.runs.values()];
    const run = (picked === undefined ? undefined : store.runs.get(picked)) ?? runs.at(-1);
    panel.show(run, runs, [...store.messages.values()], store.snapshot);
  }

  function showChannel(snapshot: Snapshot): void {
    document.title = `#${snapshot.channel} · ${snapshot.project}`;
    replaceChildren(title, el('span', { class: 'hash', 'aria-hidden': 'true' }, '#'), snapshot.channel);
    composer.suggest(`Message #${snapshot.channel}, or ${snapshot.command} run JOB`);
  }

  function showJobs(snapshot: Snapshot): void {
    const count = snapshot.jobs.filter(({ refusal }) => refusal === undefined).length;
    replaceChildren(
      jobs,
      el('summary', {}, `Jobs (${count})`),
      el('div', { class: 'jobs-pop' }, renderJobs(snapshot.jobs, snapshot.command, fill)),
    );
    replaceChildren(welcome, list.isEmpty ? renderWelcome(snapshot, fill) : undefined);
    jobs.hidden = list.isEmpty;
  }

  store.follow(
    (name, data, snapshot) => {
      if (name === 'snapshot') {
        list.reset(snapshot);
        showChannel(snapshot);
      }
      if (name === 'message' && 'ts' in data) list.show(data);
      // A new run takes the panel over; an older one that somebody chose stays until then.
      if (name === 'run' && 'id' in data && data.id > (panel.shownRun ?? 0)) picked = data.id;
      if (name !== 'run') showJobs(snapshot);
      showRun();
    },
    (connected) => {
      offline.hidden = connected;
    },
  );
  body.replaceChildren(
    el(
      'div',
      { class: 'page' },
      el(
        'section',
        { class: 'channel', 'aria-label': 'Conversation' },
        el('header', { class: 'bar' }, title, jobs),
        offline,
        el('div', { class: 'message-area' }, welcome, list.element),
        composer.element,
      ),
      panel.element,
    ),
  );
  composer.focus();
}
