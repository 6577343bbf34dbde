import { PLAIN, type TextStyle } from './style.js';

/** A run of text in one style. */
export interface Span {
  readonly text: string;
  readonly style: TextStyle;
}

/** A job can print without ever ending a line; what lies right of it is counted, not kept. */
export const LINE_LIMIT = 10_000;
const TAB_WIDTH = 8;

/**
 * One line of a terminal that is as wide as it needs to be: overprinting after a carriage return or backspace,
 * erasing, moving within the line. Movement between lines is left out, as in GitLab's own log view.
 */
export class LineCells {
  readonly #characters: string[] = [];
  readonly #styles: TextStyle[] = [];
  #column = 0;
  #lost = 0;

  get isEmpty(): boolean {
    return this.#characters.length === 0;
  }

  /** Characters past the limit that were left out. */
  get lost(): number {
    return this.#lost;
  }

  write(text: string, style: TextStyle): void {
    for (const character of text) {
      if (this.#column >= LINE_LIMIT) {
        this.#lost += 1;
        continue;
      }
      while (this.#characters.length < this.#column) this.#append(' ', PLAIN);
      this.#characters[this.#column] = character;
      this.#styles[this.#column] = style;
      this.#column += 1;
    }
  }

  carriageReturn(): void {
    this.#column = 0;
  }

  backspace(): void {
    this.#column = Math.max(0, this.#column - 1);
  }

  tab(): void {
    this.#column = Math.min((Math.floor(this.#column / TAB_WIDTH) + 1) * TAB_WIDTH, LINE_LIMIT);
    while (this.#characters.length < this.#column) this.#append(' ', PLAIN);
  }

  /** To the right (negative: to the left). */
  move(columns: number): void {
    this.moveTo(this.#column + columns);
  }

  moveTo(column: number): void {
    this.#column = Math.min(Math.max(0, column), LINE_LIMIT);
  }

  /** 0: from the cursor on; 1: up to the cursor; 2: everything. */
  erase(mode: number): void {
    if (mode === 0) this.#truncate(this.#column);
    else if (mode === 2) this.#truncate(0);
    else if (mode === 1) {
      const end = Math.min(this.#column + 1, this.#characters.length);
      this.#characters.fill(' ', 0, end);
      this.#styles.fill(PLAIN, 0, end);
    }
  }

  spans(): Span[] {
    const spans: { text: string; style: TextStyle }[] = [];
    for (const [index, character] of this.#characters.entries()) {
      const style = this.#styles[index] ?? PLAIN;
      const last = spans.at(-1);
      if (last?.style === style) last.text += character;
      else spans.push({ text: character, style });
    }
    return spans;
  }

  clear(): void {
    this.#truncate(0);
    this.#column = 0;
    this.#lost = 0;
  }

  #append(character: string, style: TextStyle): void {
    this.#characters.push(character);
    this.#styles.push(style);
  }

  #truncate(length: number): void {
    this.#characters.length = Math.min(length, this.#characters.length);
    this.#styles.length = this.#characters.length;
  }
}
