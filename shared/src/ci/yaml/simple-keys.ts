import type { Cursor, Mark } from './cursor.js';
import { YamlSyntaxError } from './syntax-error.js';

/** The `:` of a key without `?` must follow within this many characters (YAML 1.1; libyaml src/scanner.c). */
const SIMPLE_KEY_REACH = 1024;

export interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  mark: Mark;
}

/** The places where a key without `?` may have begun, one for each level of flow. */
export class SimpleKeys {
  private readonly cursor: Cursor;
  private readonly keys: SimpleKey[] = [];
  /** Below this level no key is possible; marks grow with the level, so staleness is found from here up. */
  private lowest = 0;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
    this.push();
  }

  push(): void {
    this.keys.push({ possible: false, required: false, tokenNumber: 0, mark: this.cursor.mark() });
  }

  pop(): void {
    this.keys.pop();
    this.lowest = Math.min(this.lowest, this.keys.length - 1);
  }

  top(): SimpleKey {
    const key = this.keys.at(-1);
    if (key === undefined) throw new RangeError('the stack of simple keys is never empty');
    return key;
  }

  /** The outermost possible key; nothing is known of its value yet. */
  outermost(): SimpleKey | undefined {
    const key = this.keys[this.lowest];
    return key?.possible === true ? key : undefined;
  }

  save(required: boolean, tokenNumber: number): void {
    this.remove();
    const key = this.top();
    key.possible = true;
    key.required = required;
    key.tokenNumber = tokenNumber;
    key.mark = this.cursor.mark();
    this.lowest = Math.min(this.lowest, this.keys.length - 1);
  }

  remove(): void {
    const key = this.top();
    if (key.possible && key.required) this.fail(key);
    key.possible = false;
  }

  /** Gives up keys whose `:` did not come on their line and within reach. */
  dropStale(): void {
    for (; this.lowest < this.keys.length; this.lowest += 1) {
      const key = this.keys[this.lowest];
      if (key?.possible !== true) continue;
      const { line, index } = this.cursor;
      if (key.mark.line >= line && key.mark.index + SIMPLE_KEY_REACH >= index) return;
      if (key.required) this.fail(key);
      key.possible = false;
    }
  }

  private fail(key: SimpleKey): never {
    throw new YamlSyntaxError(
      "could not find expected ':'",
      this.cursor.mark(),
      'while scanning a simple key',
      key.mark,
    );
  }
}
