import type { ListedJob, Snapshot } from '../protocol.js';
import { el } from './dom.js';

/** What to type, and which jobs chat can run; a click puts the command into the composer. */
export function renderWelcome(snapshot: Snapshot, onPick: (text: string) => void): HTMLElement {
  const { command, jobs } = snapshot;
  const first = jobs.find(({ refusal }) => refusal === undefined);
  return el(
    'section',
    { class: 'welcome', 'aria-label': 'How to begin' },
    el('h2', {}, 'Nothing has been said here yet'),
    first === undefined
      ? el('p', {}, 'No job of this repository can be run from chat; the reasons are below.')
      : el('p', {}, 'Run a job of ', el('strong', {}, snapshot.project), ' from chat. Type, for example:'),
    first === undefined ? undefined : example(`${command} run ${first.name}`, onPick),
    renderJobs(jobs, command, onPick),
  );
}

/** Jobs that chat can run, then those that it cannot, with the reason. */
export function renderJobs(
  jobs: readonly ListedJob[],
  command: string,
  onPick: (text: string) => void,
): HTMLElement {
  const refused = jobs.filter(({ refusal }) => refusal !== undefined);
  const runnable = jobs.filter(({ refusal }) => refusal === undefined);
  return el(
    'div',
    { class: 'jobs' },
    runnable.length === 0 ? undefined : el('h3', {}, 'Jobs chat can run'),
    el('ul', {}, ...runnable.map((job) => el('li', {}, pickButton(job, command, onPick)))),
    refused.length === 0 ? undefined : renderRefused(refused),
  );
}

function example(text: string, onPick: (text: string) => void): HTMLElement {
  const button = el('button', { type: 'button', class: 'example' }, el('code', {}, text));
  button.addEventListener('click', () => onPick(`${text} `));
  return button;
}

function pickButton(job: ListedJob, command: string, onPick: (text: string) => void): HTMLElement {
  const button = el(
    'button',
    { type: 'button', class: 'job', title: `${command} run ${job.name}` },
    el('span', { class: 'job-name' }, job.name),
    el('span', { class: 'job-stage' }, job.stage),
    job.description === undefined ? undefined : el('span', { class: 'job-text' }, job.description),
    job.note === undefined ? undefined : el('span', { class: 'job-text' }, job.note),
  );
  button.addEventListener('click', () => onPick(`${command} run ${job.name} `));
  return button;
}

function renderRefused(jobs: readonly ListedJob[]): HTMLElement {
  return el(
    'details',
    {},
    el('summary', {}, `Not from chat (${jobs.length})`),
    el(
      'ul',
      {},
      ...jobs.map((job) =>
        el(
          'li',
          { class: 'refused' },
          el('span', { class: 'job-name' }, job.name),
          el('span', { class: 'job-text' }, job.refusal),
        ),
      ),
    ),
  );
}
