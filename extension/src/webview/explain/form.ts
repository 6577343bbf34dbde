import type { ExplainForm, ExplainRequest, ExplainState } from '../../views/explain/panel-state.js';
import { button, el } from '../dom.js';

type Ask = (request: ExplainRequest) => void;

/** The command as it is typed in the channel, with the rest folded away; asks again at every key. */
export class ExplainFormView {
  readonly element: HTMLElement;
  readonly #ask: Ask;
  readonly #job = el('input', { list: 'jobs', spellcheck: 'false', class: 'job' });
  readonly #input = el('input', { spellcheck: 'false', class: 'arguments' });
  readonly #channel = el('input', { spellcheck: 'false' });
  readonly #user = el('input', { spellcheck: 'false' });
  readonly #source = el('select');
  readonly #variables = el('input', { spellcheck: 'false' });
  readonly #jobs = el('datalist', { id: 'jobs' });
  #isBuilt = false;

  constructor(ask: Ask) {
    this.#ask = ask;
    this.element = el('form', { class: 'command' });
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.element.addEventListener('input', () => ask({ ask: 'explain', form: this.#form() }));
  }

  /** Fills what nobody is typing in. */
  show(state: ExplainState): void {
    this.#build(state);
    this.#jobs.replaceChildren(...state.jobs.map((value) => el('option', { value })));
    this.element.classList.toggle('other-source', state.form.source !== 'chat');
    this.element.querySelector('.run')?.toggleAttribute('hidden', !offersRun(state));
    const { form } = state;
    const fields = [
      [this.#job, form.job],
      [this.#input, form.input],
      [this.#channel, form.channel],
      [this.#user, form.user],
      [this.#source, form.source],
      [this.#variables, form.variables],
    ] as const;
    for (const [field, value] of fields) if (document.activeElement !== field) field.value = value;
  }

  #form(): ExplainForm {
    return {
      job: this.#job.value,
      input: this.#input.value,
      channel: this.#channel.value,
      user: this.#user.value,
      source: this.#source.value,
      variables: this.#variables.value,
    };
  }

  #build({ words, sources }: ExplainState): void {
    if (this.#isBuilt) return;
    this.#isBuilt = true;
    this.#job.setAttribute('aria-label', words.job);
    this.#input.setAttribute('aria-label', words.input);
    this.#input.setAttribute('placeholder', words.inputHint);
    this.#source.append(...sources.map((source) => el('option', { value: source }, source)));
    const labelled = (label: string, field: HTMLElement, name: string): HTMLElement =>
      el('label', { class: name }, el('span', {}, label), field);
    this.element.append(
      el(
        'div',
        { class: 'typed' },
        el('span', { class: 'prefix' }, '/project run'),
        this.#job,
        this.#input,
        button(words.run, () => this.#ask({ ask: 'run' }), { class: 'run primary' }),
      ),
      this.#jobs,
      el(
        'details',
        {},
        el('summary', {}, words.more),
        el(
          'div',
          { class: 'fields' },
          labelled(words.source, this.#source, 'source'),
          labelled(words.channel, this.#channel, 'channel'),
          labelled(words.user, this.#user, 'user'),
          labelled(words.variables, this.#variables, 'variables'),
        ),
      ),
    );
  }
}

/** What GitLab would refuse has nothing to run. */
function offersRun({ words, form, answer }: ExplainState): boolean {
  return words.canRun && form.source === 'chat' && answer.kind !== 'refused';
}
