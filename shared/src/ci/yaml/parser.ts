import type { Mark } from './cursor.js';
import { Scanner } from './scanner.js';
import { YamlSyntaxError } from './syntax-error.js';
import type { CollectionSyntax, SyntaxNode } from './syntax-tree.js';
import type { Token, TokenType } from './token.js';

type State =
  | 'block-sequence'
  | 'indentless-sequence'
  | 'block-key'
  | 'block-value'
  | 'flow-sequence'
  | 'flow-key'
  | 'flow-value'
  | 'flow-empty-value'
  | 'pair-key'
  | 'pair-value'
  | 'pair-end';

interface Frame {
  readonly node: CollectionSyntax;
  state: State;
  first: boolean;
  /** Where the collection starts, for errors. */
  readonly mark: Mark;
}

const SCALAR_ENDS: Readonly<Record<'block' | 'indentless', readonly TokenType[]>> = {
  block: ['key', 'value', 'block-end'],
  indentless: ['block-entry', 'key', 'value', 'block-end'],
};

/**
 * The first document of a text as a tree, or nothing when there is none; what follows it is never looked at.
 * Grammar and errors are libyaml's (src/parser.c), driven by a stack of its own so that no nesting overflows.
 */
export const parseDocument = (text: string): SyntaxNode | undefined => new Parser(text).parse();

class Parser {
  private readonly scanner: Scanner;
  private readonly frames: Frame[] = [];
  private readonly tagPrefixes = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);
  private root: SyntaxNode | undefined;

  constructor(text: string) {
    this.scanner = new Scanner(text);
  }

  parse(): SyntaxNode | undefined {
    if (!this.startDocument()) return undefined;
    while (this.frames.length > 0) this.step();
    // The end of the document is an event of its own: libyaml looks at the next token before it is told.
    this.scanner.peek();
    return this.root;
  }

  private startDocument(): boolean {
    const first = this.scanner.peek().type;
    if (first === 'stream-end') return false;
    if (first !== 'version-directive' && first !== 'tag-directive' && first !== 'document-start') {
      this.parseNode(true, false);
      return true;
    }
    this.readDirectives();
    const token = this.scanner.peek();
    if (token.type !== 'document-start') {
      throw new YamlSyntaxError('did not find expected <document start>', token.start);
    }
    this.scanner.take();
    const next = this.scanner.peek();
    if (
      ['version-directive', 'tag-directive', 'document-start', 'document-end', 'stream-end'].includes(
        next.type,
      )
    ) {
      this.attach(emptyScalar(next.start));
    } else {
      this.parseNode(true, false);
    }
    return true;
  }

  private readDirectives(): void {
    let versioned = false;
    const declared = new Set<string>();
    for (;;) {
      const token = this.scanner.peek();
      if (token.type === 'version-directive') {
        if (versioned) throw new YamlSyntaxError('found duplicate %YAML directive', token.start);
        if (token.major !== 1 || (token.minor !== 1 && token.minor !== 2)) {
          throw new YamlSyntaxError('found incompatible YAML document', token.start);
        }
        versioned = true;
      } else if (token.type === 'tag-directive') {
        if (declared.has(token.handle))
          throw new YamlSyntaxError('found duplicate %TAG directive', token.start);
        declared.add(token.handle);
        this.tagPrefixes.set(token.handle, token.prefix);
      } else {
        return;
      }
      this.scanner.take();
    }
  }

  private step(): void {
    const frame = this.frames[this.frames.length - 1];
    if (frame === undefined) return;
    switch (frame.state) {
      case 'block-sequence':
        return this.stepBlockSequence(frame);
      case 'indentless-sequence':
        return this.stepIndentlessSequence(frame);
      case 'block-key':
        return this.stepBlockKey(frame);
      case 'block-value':
        frame.state = 'block-key';
        return this.stepBlockValue();
      case 'flow-sequence':
        return this.stepFlowSequence(frame);
      case 'flow-key':
        return this.stepFlowKey(frame);
      case 'flow-value':
        frame.state = 'flow-key';
        return this.stepFlowValue(['flow-entry', 'flow-mapping-end']);
      case 'flow-empty-value':
        frame.state = 'flow-key';
        return this.attach(emptyScalar(this.scanner.peek().start));
      case 'pair-key':
        frame.state = 'pair-value';
        return this.stepPairKey();
      case 'pair-value':
        frame.state = 'pair-end';
        return this.stepFlowValue(['flow-entry', 'flow-sequence-end']);
      case 'pair-end':
        return this.close(frame, this.scanner.peek().start);
    }
  }

  private stepBlockSequence(frame: Frame): void {
    const token = this.scanner.peek();
    if (token.type === 'block-entry') {
      this.scanner.take();
      return this.parseNodeUnless(['block-entry', 'block-end'], token.end, false);
    }
    if (token.type === 'block-end') return this.close(frame, this.scanner.take().end);
    throw new YamlSyntaxError(
      "did not find expected '-' indicator",
      token.start,
      'while parsing a block collection',
      frame.mark,
    );
  }

  private stepIndentlessSequence(frame: Frame): void {
    const token = this.scanner.peek();
    if (token.type !== 'block-entry') return this.close(frame, token.start);
    this.scanner.take();
    this.parseNodeUnless(SCALAR_ENDS.indentless, token.end, false);
  }

  private stepBlockKey(frame: Frame): void {
    const token = this.scanner.peek();
    if (token.type === 'key') {
      this.scanner.take();
      frame.state = 'block-value';
      return this.parseNodeUnless(SCALAR_ENDS.block, token.end, true);
    }
    if (token.type === 'block-end') return this.close(frame, this.scanner.take().end);
    throw new YamlSyntaxError(
      'did not find expected key',
      token.start,
      'while parsing a block mapping',
      frame.mark,
    );
  }

  private stepBlockValue(): void {
    const token = this.scanner.peek();
    if (token.type !== 'value') return this.attach(emptyScalar(token.start));
    this.scanner.take();
    this.parseNodeUnless(SCALAR_ENDS.block, token.end, true);
  }

  private stepFlowSequence(frame: Frame): void {
    let token = this.scanner.peek();
    if (token.type !== 'flow-sequence-end') {
      token = this.passFlowEntry(
        frame,
        token,
        "did not find expected ',' or ']'",
        'while parsing a flow sequence',
      );
      if (token.type === 'key') {
        this.scanner.take();
        return this.open({ kind: 'mapping', start: token.start }, 'pair-key', token);
      }
      if (token.type !== 'flow-sequence-end') return this.parseNode(false, false);
    }
    this.close(frame, this.scanner.take().end);
  }

  private stepPairKey(): void {
    const token = this.scanner.peek();
    if (token.type === 'value' || token.type === 'flow-entry' || token.type === 'flow-sequence-end') {
      // libyaml drops the token here, whatever it is.
      this.scanner.take();
      return this.attach(emptyScalar(token.end));
    }
    this.parseNode(false, false);
  }

  private stepFlowKey(frame: Frame): void {
    let token = this.scanner.peek();
    if (token.type !== 'flow-mapping-end') {
      token = this.passFlowEntry(
        frame,
        token,
        "did not find expected ',' or '}'",
        'while parsing a flow mapping',
      );
      if (token.type === 'key') {
        this.scanner.take();
        frame.state = 'flow-value';
        const next = this.scanner.peek();
        if (['value', 'flow-entry', 'flow-mapping-end'].includes(next.type)) {
          return this.attach(emptyScalar(next.start));
        }
        return this.parseNode(false, false);
      }
      if (token.type !== 'flow-mapping-end') {
        frame.state = 'flow-empty-value';
        return this.parseNode(false, false);
      }
    }
    this.close(frame, this.scanner.take().end);
  }

  private passFlowEntry(frame: Frame, token: Token, problem: string, context: string): Token {
    if (frame.first) {
      frame.first = false;
      return token;
    }
    if (token.type !== 'flow-entry') throw new YamlSyntaxError(problem, token.start, context, frame.mark);
    this.scanner.take();
    return this.scanner.peek();
  }

  private stepFlowValue(ends: readonly TokenType[]): void {
    const token = this.scanner.peek();
    if (token.type === 'value') {
      this.scanner.take();
      if (!ends.includes(this.scanner.peek().type)) return this.parseNode(false, false);
    }
    this.attach(emptyScalar(this.scanner.peek().start));
  }

  private parseNodeUnless(ends: readonly TokenType[], mark: Mark, indentless: boolean): void {
    if (ends.includes(this.scanner.peek().type)) this.attach(emptyScalar(mark));
    else this.parseNode(true, indentless);
  }

  private parseNode(block: boolean, indentless: boolean): void {
    const head = this.scanner.peek();
    if (head.type === 'alias') {
      this.scanner.take();
      return this.attach({ kind: 'alias', name: head.name, start: head.start, end: head.end });
    }
    const properties = this.readProperties(head);
    const token = this.scanner.peek();
    if (indentless && token.type === 'block-entry') {
      return this.open({ kind: 'sequence', ...properties }, 'indentless-sequence', token);
    }
    if (token.type === 'scalar') {
      this.scanner.take();
      const nonSpecific = properties.tag === '!';
      return this.attach({
        kind: 'scalar',
        value: token.value,
        quoted: properties.tag === undefined && token.style !== 'plain',
        ...(nonSpecific ? withoutTag(properties) : properties),
        end: token.end,
      });
    }
    const collection = collectionAt(token.type, block);
    if (collection !== undefined) {
      this.scanner.take();
      return this.open({ kind: collection.kind, ...properties }, collection.state, token);
    }
    if (properties.anchor !== undefined || properties.tag !== undefined) {
      return this.attach({ kind: 'scalar', value: '', quoted: false, ...properties, end: token.start });
    }
    const context = block ? 'while parsing a block node' : 'while parsing a flow node';
    throw new YamlSyntaxError('did not find expected node content', token.start, context, head.start);
  }

  private readProperties(head: Token): { start: Mark; anchor?: string; tag?: string } {
    const properties: { start: Mark; anchor?: string; tag?: string } = { start: head.start };
    let token = head;
    for (let seen = 0; seen < 2; seen += 1) {
      if (token.type === 'anchor' && properties.anchor === undefined) properties.anchor = token.name;
      else if (token.type === 'tag' && properties.tag === undefined)
        properties.tag = this.resolveTag(token, head);
      else break;
      this.scanner.take();
      token = this.scanner.peek();
    }
    return properties;
  }

  private resolveTag(token: Token & { type: 'tag' }, head: Token): string {
    if (token.handle === '') return token.suffix;
    const prefix = this.tagPrefixes.get(token.handle);
    if (prefix === undefined) {
      throw new YamlSyntaxError(
        'found undefined tag handle',
        token.start,
        'while parsing a node',
        head.start,
      );
    }
    return prefix + token.suffix;
  }

  private open(
    node: { kind: 'sequence' | 'mapping'; start: Mark; anchor?: string; tag?: string },
    state: State,
    token: Token,
  ): void {
    const collection: CollectionSyntax = { ...node, children: [], end: token.end };
    this.frames.push({ node: collection, state, first: true, mark: token.start });
  }

  private close(frame: Frame, end: Mark): void {
    const last = frame.node.children[frame.node.children.length - 1];
    // A block ends where its last value ends, not at the next line's token.
    frame.node.end = frame.state.startsWith('flow') || last === undefined ? end : last.end;
    this.frames.pop();
    this.attach(frame.node);
  }

  private attach(node: SyntaxNode): void {
    const frame = this.frames[this.frames.length - 1];
    if (frame === undefined) this.root = node;
    else frame.node.children.push(node);
  }
}

const emptyScalar = (mark: Mark): SyntaxNode => ({
  kind: 'scalar',
  value: '',
  quoted: false,
  start: mark,
  end: mark,
});

const withoutTag = (properties: {
  start: Mark;
  anchor?: string;
  tag?: string;
}): { start: Mark; anchor?: string } => ({
  start: properties.start,
  ...(properties.anchor === undefined ? {} : { anchor: properties.anchor }),
});

const collectionAt = (
  type: TokenType,
  block: boolean,
): { kind: 'sequence' | 'mapping'; state: State } | undefined => {
  if (type === 'flow-sequence-start') return { kind: 'sequence', state: 'flow-sequence' };
  if (type === 'flow-mapping-start') return { kind: 'mapping', state: 'flow-key' };
  if (block && type === 'block-sequence-start') return { kind: 'sequence', state: 'block-sequence' };
  if (block && type === 'block-mapping-start') return { kind: 'mapping', state: 'block-key' };
  return undefined;
};
