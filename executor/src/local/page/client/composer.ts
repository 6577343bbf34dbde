import { sendText } from './api.js';
import { el } from './dom.js';

/** The box one types into: Enter sends, Shift+Enter adds a line, ↑ in an empty box brings back what was sent. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly #box: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  readonly #problem: HTMLElement;
  readonly #sent: string[] = [];
  #recalled = 0;

  constructor() {
    this.#box = el('textarea', {
      'aria-label': 'Message',
      rows: '1',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': 'composer-hint',
    });
    this.#send = el('button', { type: 'submit', class: 'primary' }, 'Send');
    this.#problem = el('p', { role: 'alert', class: 'problem' });
    this.element = el(
      'form',
      { class: 'composer' },
      this.#problem,
      el('div', { class: 'composer-row' }, this.#box, this.#send),
      el(
        'p',
        { id: 'composer-hint', class: 'hint' },
        el('kbd', {}, 'Enter'),
        ' sends · ',
        el('kbd', {}, 'Shift'),
        '+',
        el('kbd', {}, 'Enter'),
        ' adds a line · ',
        el('kbd', {}, '↑'),
        ' recalls',
      ),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#box.addEventListener('keydown', (event) => this.#onKey(event));
    this.#box.addEventListener('input', () => this.#fit());
  }

  /** Puts text into the box, for the person to finish and send. */
  fill(text: string): void {
    this.#box.value = text;
    this.#fit();
    this.#box.focus();
    this.#box.setSelectionRange(text.length, text.length);
  }

  suggest(placeholder: string): void {
    this.#box.placeholder = placeholder;
  }

  focus(): void {
    this.#box.focus();
  }

  #onKey(event: KeyboardEvent): void {
    // Enter that ends an input method's composition is not for us.
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.element.requestSubmit();
    } else if (event.key === 'ArrowUp' && (this.#box.value === '' || this.#recalled > 0)) {
      this.#recall(this.#recalled + 1, event);
    } else if (event.key === 'ArrowDown' && this.#recalled > 0) {
      this.#recall(this.#recalled - 1, event);
    } else if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) this.#recalled = 0;
  }

  #recall(back: number, event: KeyboardEvent): void {
    const text = back === 0 ? '' : this.#sent.at(-back);
    if (text === undefined) return;
    event.preventDefault();
    this.fill(text);
    this.#recalled = back;
  }

  async #submit(): Promise<void> {
    const text = this.#box.value;
    if (text.trim() === '' || this.#send.disabled) return;
    this.#send.disabled = true;
    this.#problem.textContent = '';
    this.#box.value = '';
    this.#recalled = 0;
    this.#fit();
    if (this.#sent.at(-1) !== text) this.#sent.push(text);
    try {
      const answer = await sendText(text);
      if (answer.kind === 'failed') this.#giveBack(text, answer.sentence);
    } catch (error) {
      this.#giveBack(text, `Not sent: ${error instanceof Error ? error.message : 'the server is gone'}`);
    } finally {
      this.#send.disabled = false;
    }
  }

  /** As in Slack: a command that was not taken stays in the box. */
  #giveBack(text: string, sentence: string): void {
    this.#problem.textContent = sentence;
    if (this.#box.value === '') this.fill(text);
  }

  #fit(): void {
    this.#box.style.height = 'auto';
    this.#box.style.height = `${Math.min(this.#box.scrollHeight + 2, 180)}px`;
  }
}
