import type { PanelRequest, PanelState } from '../../simulation/reply/panel-state.js';
import { button, el, prose } from '../dom.js';
import { drawMessage, drawTyped } from './draw-message.js';

type Ask = (request: PanelRequest) => void;

export function drawPanel(state: PanelState, ask: Ask): HTMLElement[] {
  return [
    drawHead(state, ask),
    el(
      'div',
      { class: 'channel' },
      el('h2', {}, `# ${state.channel.name}`),
      drawTyped(state),
      ...drawAnswer(state, ask),
    ),
    ...(state.answer?.scheduled === false
      ? []
      : [drawReplies(state, ask), ...drawProblems(state), el('p', { class: 'here' }, state.words.here)]),
  ];
}

function drawHead({ status, words, rerunsOnSave }: PanelState, ask: Ask): HTMLElement {
  const running = status.kind === 'running';
  const onSave = el('input', { type: 'checkbox', id: 'on-save' });
  onSave.checked = rerunsOnSave;
  onSave.addEventListener('change', () => ask({ ask: 'onSave' }));
  return el(
    'header',
    { class: 'head' },
    el('span', { class: `status ${status.kind}` }, status.text),
    // One place for both: a key that is pressed again undoes the first.
    running
      ? button(words.cancel, () => ask({ ask: 'cancel' }), { id: 'run' })
      : button(words.again, () => ask({ ask: 'again' }), { id: 'run', class: 'primary' }),
    button(words.log, () => ask({ ask: 'log' }), { id: 'log' }),
    button(words.profile, () => ask({ ask: 'profile' }), { id: 'profile' }),
    el('label', { class: 'on-save' }, onSave, words.onSave),
  );
}

/** GitLab's answer to the command itself; a job that was scheduled says enough by its replies. */
function drawAnswer(state: PanelState, ask: Ask): HTMLElement[] {
  const { answer, words } = state;
  if (answer === undefined || answer.scheduled) return [];
  const { cause, place, sentence } = answer;
  const why =
    cause === undefined
      ? []
      : [
          el(
            'p',
            { class: 'why' },
            el('strong', {}, `${words.why}: `),
            `${cause.message} `,
            place === undefined
              ? undefined
              : button(place, () => ask({ ask: 'place' }), { class: 'link', id: 'place' }),
          ),
          el('p', { class: 'way-out' }, ...prose(cause.wayOut ?? '')),
        ];
  return [drawMessage(state, { app: 'GitLab', note: words.onlyYou, message: { text: sentence } }), ...why];
}

function drawReplies(state: PanelState, ask: Ask): HTMLElement {
  const { ours, gitlab, words, status } = state;
  const pending = status.kind === 'running' ? words.waiting : words.noReply;
  const shown = ours.map(({ message, isDirect }) =>
    drawMessage(state, { app: 'ChatOps', message, ...(isDirect ? { note: words.onlyYou } : {}) }),
  );
  const theirs =
    gitlab.kind === 'message'
      ? drawMessage(state, { app: 'GitLab', message: gitlab.message })
      : el('p', { class: 'quiet' }, gitlab.kind === 'nothing' ? gitlab.reason : pending);
  return el(
    'div',
    { class: 'replies' },
    el(
      'section',
      { class: 'ours', 'aria-label': words.ours },
      drawHeading(words.ours, words.oursMeans),
      ...(shown.length > 0 ? shown : [el('p', { class: 'quiet' }, pending)]),
      ...ours.map(({ message, ts }) => drawJson(`ours-${ts}`, message, state, ask)),
    ),
    el(
      'section',
      { class: 'theirs', 'aria-label': words.theirs },
      drawHeading(words.theirs, words.theirsMeans),
      theirs,
      ...(gitlab.kind === 'message' ? [drawJson('theirs', gitlab.message, state, ask)] : []),
    ),
  );
}

function drawHeading(title: string, meaning: string): HTMLElement {
  return el('header', { class: 'caption' }, el('h2', {}, title), el('p', { class: 'meaning' }, meaning));
}

/** What travels to Slack, one click away. */
function drawJson(id: string, value: object, { words }: PanelState, ask: Ask): HTMLElement {
  const text = JSON.stringify(value, undefined, 2);
  return el(
    'details',
    { class: 'json', id },
    el('summary', { id: `${id}-summary` }, words.json),
    button(words.copy, () => ask({ ask: 'copy', text }), { id: `${id}-copy` }),
    el('pre', { tabindex: '0' }, text),
  );
}

function drawProblems({ problems, words }: PanelState): HTMLElement[] {
  if (problems.length === 0) return [];
  const items = problems.map(({ code, message, wayOut, severity }) =>
    el(
      'li',
      { class: severity },
      el('p', {}, ...prose(message), ' ', el('code', {}, code)),
      wayOut === undefined ? undefined : el('p', { class: 'way-out' }, ...prose(wayOut)),
    ),
  );
  return [el('section', { class: 'found' }, el('h2', {}, words.found), el('ul', {}, ...items))];
}
