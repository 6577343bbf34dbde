import type { MappingEntry, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { scalar } from './scalar.js';

/** JSON::MAX_NESTING of Ruby's parser. */
const MAX_NESTING = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\r\n]*/y;

/** Reads JSON as Ruby does: whole numbers stay integers, `1.0` is a float. Nothing when it is no JSON. */
export const parseJson = (text: string, at: SourceRange): YamlNode | undefined => {
  const reader = new JsonReader(text, at);
  return reader.read();
};

class JsonReader {
  private readonly text: string;
  private readonly at: SourceRange;
  private offset = 0;

  constructor(text: string, at: SourceRange) {
    this.text = text;
    this.at = at;
  }

  read(): YamlNode | undefined {
    const value = this.value(0);
    this.match(SPACE);
    return this.offset === this.text.length ? value : undefined;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text);
    if (found !== null) this.offset += found[0].length;
    return found;
  }

  private take(word: string): boolean {
    if (!this.text.startsWith(word, this.offset)) return false;
    this.offset += word.length;
    return true;
  }

  private value(depth: number): YamlNode | undefined {
    if (depth > MAX_NESTING) return undefined;
    this.match(SPACE);
    const { at } = this;
    if (this.take('null')) return { ...scalar.nil, at };
    if (this.take('true')) return { ...scalar.boolean(true), at };
    if (this.take('false')) return { ...scalar.boolean(false), at };
    if (this.take('[')) return this.list(depth);
    if (this.take('{')) return this.mapping(depth);
    const text = this.string();
    if (text !== undefined) return { ...scalar.string(text), at };
    const number = this.match(NUMBER);
    if (number === null) return undefined;
    const isFloat = number[1] !== undefined || number[2] !== undefined;
    return { ...(isFloat ? scalar.float(Number(number[0])) : scalar.integer(BigInt(number[0]))), at };
  }

  private string(): string | undefined {
    const found = this.match(STRING);
    if (found === null) return undefined;
    const value: unknown = JSON.parse(found[0]);
    return typeof value === 'string' ? value : undefined;
  }

  private list(depth: number): YamlNode | undefined {
    const items: YamlNode[] = [];
    this.match(SPACE);
    if (this.take(']')) return { kind: 'sequence', items, at: this.at };
    for (;;) {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      this.match(SPACE);
      if (this.take(']')) return { kind: 'sequence', items, at: this.at };
      if (!this.take(',')) return undefined;
    }
  }

  private mapping(depth: number): YamlNode | undefined {
    const entries = new Map<string, MappingEntry>();
    this.match(SPACE);
    if (this.take('}')) return { kind: 'mapping', entries, at: this.at };
    for (;;) {
      this.match(SPACE);
      const name = this.string();
      this.match(SPACE);
      const value = name !== undefined && this.take(':') ? this.value(depth + 1) : undefined;
      if (name === undefined || value === undefined) return undefined;
      entries.set(name, { key: { ...scalar.string(name), at: this.at }, value });
      this.match(SPACE);
      if (this.take('}')) return { kind: 'mapping', entries, at: this.at };
      if (!this.take(',')) return undefined;
    }
  }
}
