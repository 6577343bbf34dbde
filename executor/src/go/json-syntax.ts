import { goQuote } from './quote.js';

/** Go's words for the first thing that makes a text no JSON; undefined when it is JSON. Source: encoding/json scanner. */
export function jsonSyntaxError(text: string): string | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem) return error.message;
    throw error;
  }
}

class SyntaxProblem extends Error {}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    // Go counts bytes and names the offending one.
    this.#text = Buffer.from(text, 'utf8').toString('latin1');
  }

  document(): void {
    this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('after top-level value');
  }

  #value(): void {
    this.#space();
    const char = this.#peek();
    if (char === '{') this.#object();
    else if (char === '[') this.#array();
    else if (char === '"') this.#string();
    else if (char === '-' || isDigit(char)) this.#number();
    else if (char === 't') this.#literal('true');
    else if (char === 'f') this.#literal('false');
    else if (char === 'n') this.#literal('null');
    else this.#fail('looking for beginning of value');
  }

  #object(): void {
    this.#at += 1;
    this.#space();
    if (this.#take('}')) return;
    do {
      this.#space();
      if (this.#peek() !== '"') this.#fail('looking for beginning of object key string');
      this.#string();
      this.#space();
      if (!this.#take(':')) this.#fail('after object key');
      this.#value();
      this.#space();
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail('after object key:value pair');
  }

  #array(): void {
    this.#at += 1;
    this.#space();
    if (this.#take(']')) return;
    do {
      this.#value();
      this.#space();
    } while (this.#take(','));
    if (!this.#take(']')) this.#fail('after array element');
  }

  #string(): void {
    this.#at += 1;
    while (!this.#take('"')) {
      if (this.#take('\\')) this.#escape();
      else if (this.#peek() < ' ') this.#fail('in string literal');
      else this.#at += 1;
    }
  }

  #escape(): void {
    if (this.#take('u')) {
      for (let digit = 0; digit < 4; digit += 1) {
        if (!/^[0-9A-Fa-f]$/.test(this.#inside())) this.#failInside('in \\u hexadecimal character escape');
        this.#at += 1;
      }
    } else if ('bfnrt\\/"'.includes(this.#inside())) this.#at += 1;
    else this.#failInside('in string escape code');
  }

  #number(): void {
    this.#take('-');
    if (!this.#take('0')) this.#digits('in numeric literal');
    if (this.#take('.')) this.#digits('after decimal point in numeric literal');
    if (this.#take('e') || this.#take('E')) {
      if (!this.#take('+')) this.#take('-');
      this.#digits('in exponent of numeric literal');
    }
  }

  #digits(place: string): void {
    if (!isDigit(this.#inside())) this.#failInside(place);
    while (isDigit(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #literal(word: string): void {
    for (let at = 0; at < word.length; at += 1) {
      const expected = word.charAt(at);
      if (this.#inside() !== expected) this.#failInside(`in literal ${word} (expecting '${expected}')`);
      this.#at += 1;
    }
  }

  #space(): void {
    while (' \t\r\n'.includes(this.#text.charAt(this.#at)) && this.#at < this.#text.length) this.#at += 1;
  }

  #take(char: string): boolean {
    if (this.#text.charAt(this.#at) !== char) return false;
    this.#at += 1;
    return true;
  }

  #peek(): string {
    if (this.#at >= this.#text.length) throw new SyntaxProblem('unexpected end of JSON input');
    return this.#text.charAt(this.#at);
  }

  /** Inside a literal, number or escape Go lets the end count as a space, which does not belong there either. */
  #inside(): string {
    return this.#at < this.#text.length ? this.#peek() : ' ';
  }

  #fail(place: string): never {
    throw new SyntaxProblem(`invalid character ${quoteChar(this.#peek())} ${place}`);
  }

  #failInside(place: string): never {
    throw new SyntaxProblem(`invalid character ${quoteChar(this.#inside())} ${place}`);
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9' && char.length === 1;
}

function quoteChar(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  return `'${goQuote(char).slice(1, -1)}'`;
}
