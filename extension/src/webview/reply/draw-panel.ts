import type { PanelRequest, PanelState } from '../../simulation/reply/panel-state.js';
import { button, el } from '../dom.js';
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
  const onSave = el('input', { type: 'checkbox' });
  onSave.checked = rerunsOnSave;
  onSave.addEventListener('change', () => ask({ ask: 'onSave' }));
  return el(
    'header',
    { class: 'head' },
    el('span', { class: `status ${status.kind}`, role: 'status' }, status.text),
    running
      ? button(words.cancel, () => ask({ ask: 'cancel' }))
      : button(words.again, () => ask({ ask: 'again' }), { class: 'primary' }),
    button(words.log, () => ask({ ask: 'log' })),
    button(words.profile, () => ask({ ask: 'profile' })),
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
            place === undefined ? undefined : button(place, () => ask({ ask: 'place' }), { class: 'link' }),
          ),
          el('p', { class: 'way-out' }, cause.wayOut ?? ''),
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
      { class: 'ours' },
      el('h3', {}, words.ours),
      ...(shown.length > 0 ? shown : [el('p', { class: 'quiet' }, pending)]),
      ...ours.map(({ message }) => drawJson(message, state, ask)),
    ),
    el(
      'section',
      { class: 'theirs' },
      el('h3', {}, words.theirs),
      theirs,
      ...(gitlab.kind === 'message' ? [drawJson(gitlab.message, state, ask)] : []),
    ),
  );
}

/** What travels to Slack, one click away. */
function drawJson(value: object, { words }: PanelState, ask: Ask): HTMLElement {
  const text = JSON.stringify(value, undefined, 2);
  return el(
    'details',
    { class: 'json' },
    el('summary', {}, words.json),
    button(words.copy, () => ask({ ask: 'copy', text })),
    el('pre', { tabindex: '0' }, text),
  );
}

function drawProblems({ problems, words }: PanelState): HTMLElement[] {
  if (problems.length === 0) return [];
  const items = problems.map(({ code, message, wayOut, severity }) =>
    el(
      'li',
      { class: severity },
      el('p', {}, message, ' ', el('code', {}, code)),
      wayOut === undefined ? undefined : el('p', { class: 'way-out' }, wayOut),
    ),
  );
  return [el('section', { class: 'found' }, el('h3', {}, words.found), el('ul', {}, ...items))];
}
