import { Cursor, isBreak, type Mark } from './cursor.js';
import { scanBlockScalar } from './scan-block.js';
import { scanPlainScalar } from './scan-plain.js';
import { scanQuotedScalar } from './scan-quoted.js';
import { scanAnchor, scanDirective, scanTag } from './scan-words.js';
import { SimpleKeys } from './simple-keys.js';
import { YamlSyntaxError } from './syntax-error.js';
import type { Token, TokenType } from './token.js';
import { kindAt } from './token-kind.js';

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Turns text into tokens exactly as libyaml 0.2.5 does, errors included: GitLab shows libyaml's sentences, and
 * what libyaml accepts differs from YAML 1.2 in many corners (tabs, `a:b` in flow, `?`, line breaks).
 */
export class Scanner {
  readonly cursor: Cursor;
  private readonly queue: Token[] = [];
  private head = 0;
  private tokensTaken = 0;
  private ended = false;
  private flowLevel = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private simpleKeyAllowed = true;
  private readonly simpleKeys: SimpleKeys;

  constructor(text: string) {
    this.cursor = new Cursor(text);
    this.simpleKeys = new SimpleKeys(this.cursor);
  }

  peek(): Token {
    while (this.needsMore()) this.fetchNext();
    const token = this.queue[this.head];
    if (token === undefined) throw new RangeError('no token after the end of the stream');
    return token;
  }

  take(): Token {
    const token = this.peek();
    if (token.type === 'stream-end') return token;
    this.head += 1;
    this.tokensTaken += 1;
    if (this.head > 4096) {
      this.queue.splice(0, this.head);
      this.head = 0;
    }
    return token;
  }

  private needsMore(): boolean {
    if (this.head >= this.queue.length) return !this.ended;
    this.simpleKeys.dropStale();
    if (this.ended) return false;
    return this.simpleKeys.outermost()?.tokenNumber === this.tokensTaken;
  }

  private fetchNext(): void {
    const { cursor } = this;
    this.skipToToken();
    this.simpleKeys.dropStale();
    this.unrollIndent(cursor.column);
    const kind = kindAt(cursor, this.flowLevel > 0);
    switch (kind) {
      case 'stream-end':
        this.fetchStreamEnd();
        break;
      case 'directive':
        this.fetchDirective();
        break;
      case 'document-start':
      case 'document-end':
        this.fetchDocumentIndicator(kind);
        break;
      case 'flow-sequence-start':
      case 'flow-mapping-start':
        this.fetchFlowStart(kind);
        break;
      case 'flow-sequence-end':
      case 'flow-mapping-end':
        this.fetchFlowEnd(kind);
        break;
      case 'flow-entry':
        this.fetchFlowEntry();
        break;
      case 'block-entry':
        this.fetchBlockEntry();
        break;
      case 'key':
        this.fetchKey();
        break;
      case 'value':
        this.fetchValue();
        break;
      case 'alias':
      case 'anchor':
        this.fetchWord(() => scanAnchor(cursor, kind));
        break;
      case 'tag':
        this.fetchWord(() => scanTag(cursor, this.flowLevel > 0));
        break;
      case 'single':
      case 'double':
        this.fetchWord(() => scanQuotedScalar(cursor, kind));
        break;
      case 'literal':
      case 'folded':
        this.fetchBlockScalar(kind);
        break;
      case 'plain':
        this.fetchPlainScalar();
        break;
    }
  }

  private skipToToken(): void {
    const { cursor } = this;
    for (;;) {
      if (cursor.column === 0 && cursor.code() === BYTE_ORDER_MARK) cursor.skip();
      cursor.skipSpaces();
      while (cursor.code() === 0x09 && (this.flowLevel > 0 || !this.simpleKeyAllowed)) {
        cursor.skip();
        cursor.skipSpaces();
      }
      if (cursor.code() === 0x23) cursor.skipToBreak();
      if (!isBreak(cursor.code())) return;
      cursor.readBreak();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  private saveSimpleKey(): void {
    if (!this.simpleKeyAllowed) return;
    const required = this.flowLevel === 0 && this.indent === this.cursor.column;
    this.simpleKeys.save(required, this.tokensTaken + this.queue.length - this.head);
  }

  private rollIndent(
    column: number,
    type: TokenType & `block-${string}-start`,
    mark: Mark,
    at?: number,
  ): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.insert({ type, start: mark, end: mark }, at);
  }

  private unrollIndent(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      const mark = this.cursor.mark();
      this.queue.push({ type: 'block-end', start: mark, end: mark });
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private insert(token: Token, tokenNumber?: number): void {
    if (tokenNumber === undefined) this.queue.push(token);
    else this.queue.splice(this.head + tokenNumber - this.tokensTaken, 0, token);
  }

  private fetchStreamEnd(): void {
    const { cursor } = this;
    // libyaml closes the last line so that the end always stands at a line's start.
    if (cursor.column !== 0) {
      cursor.column = 0;
      cursor.line += 1;
    }
    this.unrollIndent(-1);
    this.simpleKeys.remove();
    this.simpleKeyAllowed = false;
    const mark = cursor.mark();
    this.queue.push({ type: 'stream-end', start: mark, end: mark });
    this.ended = true;
  }

  private fetchDirective(): void {
    this.unrollIndent(-1);
    this.simpleKeys.remove();
    this.simpleKeyAllowed = false;
    this.queue.push(scanDirective(this.cursor));
  }

  private fetchDocumentIndicator(type: 'document-start' | 'document-end'): void {
    this.unrollIndent(-1);
    this.simpleKeys.remove();
    this.simpleKeyAllowed = false;
    this.pushIndicator(type, 3);
  }

  private fetchFlowStart(type: 'flow-sequence-start' | 'flow-mapping-start'): void {
    this.saveSimpleKey();
    this.flowLevel += 1;
    this.simpleKeys.push();
    this.simpleKeyAllowed = true;
    this.pushIndicator(type, 1);
  }

  private fetchFlowEnd(type: 'flow-sequence-end' | 'flow-mapping-end'): void {
    this.simpleKeys.remove();
    if (this.flowLevel > 0) {
      this.flowLevel -= 1;
      this.simpleKeys.pop();
    }
    this.simpleKeyAllowed = false;
    this.pushIndicator(type, 1);
  }

  private fetchFlowEntry(): void {
    this.simpleKeys.remove();
    this.simpleKeyAllowed = true;
    this.pushIndicator('flow-entry', 1);
  }

  private fetchBlockEntry(): void {
    // In flow context libyaml lets the parser find the error.
    if (this.flowLevel === 0) {
      this.refuseUnlessKeyAllowed('block sequence entries are not allowed in this context');
      this.rollIndent(this.cursor.column, 'block-sequence-start', this.cursor.mark());
    }
    this.simpleKeys.remove();
    this.simpleKeyAllowed = true;
    this.pushIndicator('block-entry', 1);
  }

  private fetchKey(): void {
    if (this.flowLevel === 0) {
      this.refuseUnlessKeyAllowed('mapping keys are not allowed in this context');
      this.rollIndent(this.cursor.column, 'block-mapping-start', this.cursor.mark());
    }
    this.simpleKeys.remove();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.pushIndicator('key', 1);
  }

  private fetchValue(): void {
    const key = this.simpleKeys.top();
    if (key.possible) {
      this.insert({ type: 'key', start: key.mark, end: key.mark }, key.tokenNumber);
      this.rollIndent(key.mark.column, 'block-mapping-start', key.mark, key.tokenNumber);
      key.possible = false;
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        this.refuseUnlessKeyAllowed('mapping values are not allowed in this context');
        this.rollIndent(this.cursor.column, 'block-mapping-start', this.cursor.mark());
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.pushIndicator('value', 1);
  }

  private fetchWord(scan: () => Token): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    this.queue.push(scan());
  }

  private fetchBlockScalar(style: 'literal' | 'folded'): void {
    this.simpleKeys.remove();
    this.simpleKeyAllowed = true;
    this.queue.push(scanBlockScalar(this.cursor, style, this.indent));
  }

  private fetchPlainScalar(): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const { token, brokeLine } = scanPlainScalar(this.cursor, this.flowLevel, this.indent);
    if (brokeLine) this.simpleKeyAllowed = true;
    this.queue.push(token);
  }

  private pushIndicator(type: Exclude<TokenType, WordToken>, width: number): void {
    const start = this.cursor.mark();
    this.cursor.skipMany(width);
    this.queue.push({ type, start, end: this.cursor.mark() });
  }

  private refuseUnlessKeyAllowed(problem: string): void {
    if (this.simpleKeyAllowed) return;
    const mark = this.cursor.mark();
    throw new YamlSyntaxError(problem, mark, undefined, mark);
  }
}

type WordToken = 'version-directive' | 'tag-directive' | 'alias' | 'anchor' | 'tag' | 'scalar';
