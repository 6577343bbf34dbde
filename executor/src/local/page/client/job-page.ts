import { el } from './dom.js';
import { RunPanel } from './run-panel.js';
import { Store } from './store.js';

/** One job on a page of its own, where CI_JOB_URL leads. */
export function startJobPage(body: HTMLElement, id: number): void {
  const store = new Store();
  const panel = new RunPanel(() => {});
  const missing = el(
    'p',
    { class: 'quiet nothing', hidden: true },
    `There is no job #${id} in this session.`,
  );
  const channel = el('a', { href: '/' }, '#');
  store.follow(
    (_name, _data, snapshot) => {
      const run = store.runs.get(id);
      document.title = run === undefined ? `Job #${id}` : `${run.name} (#${id})`;
      channel.textContent = `#${snapshot.channel}`;
      missing.hidden = run !== undefined;
      panel.element.hidden = run === undefined;
      panel.show(run, run === undefined ? [] : [run], [...store.messages.values()], snapshot);
    },
    () => {},
  );
  body.replaceChildren(
    el(
      'div',
      { class: 'page job-page' },
      el('header', { class: 'bar' }, el('h1', {}, `Job #${id}`), el('nav', {}, 'Channel: ', channel)),
      missing,
      panel.element,
    ),
  );
}
