import type {
  Excerpt,
  ExplainRequest,
  ExplainState,
  PlaceView,
  RuleView,
  StepView,
} from '../../views/explain/panel-state.js';
import { button, el, prose } from '../dom.js';

type Ask = (request: ExplainRequest) => void;

/** The chain that led to the verdict. */
export function drawSteps({ words, steps }: ExplainState, ask: Ask): HTMLElement[] {
  const list = el('ol', { class: 'steps' }, ...steps.map((step) => drawStep(step, ask)));
  return [el('h2', {}, words.steps), list];
}

export function drawVerdict({ answer, words, facts }: ExplainState, ask: Ask): HTMLElement {
  const { kind, title, sentence, cause, place, excerpt } = answer;
  return el(
    'section',
    { class: `verdict ${kind}` },
    el('h1', {}, title, place && kind === 'runs' ? drawPlace(place, ask) : undefined),
    sentence === undefined
      ? undefined
      : el('p', {}, el('span', { class: 'label' }, words.says), el('q', {}, sentence)),
    cause === undefined
      ? undefined
      : el(
          'p',
          {},
          el('span', { class: 'label' }, words.because),
          `${cause.message} `,
          el('code', { class: 'code' }, cause.code),
        ),
    place && kind !== 'runs' ? drawPlace(place, ask) : undefined,
    excerpt === undefined ? undefined : drawExcerpt(excerpt),
    cause?.wayOut === undefined
      ? undefined
      : el('p', {}, el('span', { class: 'label' }, words.wayOut), ...prose(cause.wayOut)),
    facts.length === 0
      ? undefined
      : el('dl', {}, ...facts.flatMap(([label, value]) => [el('dt', {}, label), el('dd', {}, value)])),
  );
}

function drawExcerpt({ line, before, marked, after }: Excerpt): HTMLElement {
  return el(
    'pre',
    { class: 'excerpt' },
    el('span', { class: 'gutter' }, `${line} `),
    before,
    el('mark', {}, marked),
    after,
  );
}

function drawStep({ verdict, title, reason, place, rules }: StepView, ask: Ask): HTMLElement {
  return el(
    'li',
    { class: verdict },
    el('h3', {}, title),
    el('p', {}, `${reason} `, place && drawPlace(place, ask)),
    rules.length === 0
      ? undefined
      : el('ul', { class: 'rules' }, ...rules.map((rule) => drawRule(rule, ask))),
  );
}

function drawRule({ verdict, text, result, place, clauses }: RuleView, ask: Ask): HTMLElement {
  return el(
    'li',
    { class: verdict },
    el('code', {}, text),
    result === undefined ? undefined : el('span', { class: 'result' }, ` → ${result} `),
    place && drawPlace(place, ask),
    ...clauses.filter((why) => why !== '').map((why) => el('p', { class: 'clause' }, why)),
  );
}

function drawPlace({ text, number }: PlaceView, ask: Ask): HTMLElement {
  return button(text, () => ask({ ask: 'place', number }), { class: 'link' });
}
