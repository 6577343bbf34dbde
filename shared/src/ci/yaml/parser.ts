import {
  type Action,
  closing,
  collectionAt,
  emptyScalar,
  type Frame,
  leaf,
  NO_PROPERTIES,
  opening,
  scalarSyntax,
} from './actions.js';
import type { Mark } from './cursor.js';
import { readDirectives } from './directives.js';
import { readProperties } from './properties.js';
import { Scanner } from './scanner.js';
import { YamlSyntaxError } from './syntax-error.js';
import type { CollectionSyntax, SyntaxNode } from './syntax-tree.js';
import type { Token, TokenType } from './token.js';

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
    for (let frame = this.frames.at(-1); frame !== undefined; frame = this.frames.at(-1)) {
      this.apply(this.step(frame));
    }
    // The end of the document is an event of its own: libyaml looks at the next token before it is told.
    this.scanner.peek();
    return this.root;
  }

  private startDocument(): boolean {
    const first = this.scanner.peek().type;
    if (first === 'stream-end') return false;
    if (first !== 'version-directive' && first !== 'tag-directive' && first !== 'document-start') {
      this.apply(this.parseNode(true, false));
      return true;
    }
    readDirectives(this.scanner, this.tagPrefixes);
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
      this.apply(leaf(emptyScalar(next.start)));
    } else {
      this.apply(this.parseNode(true, false));
    }
    return true;
  }

  private step(frame: Frame): Action {
    switch (frame.state) {
      case 'block-sequence':
        return this.stepBlockSequence(frame);
      case 'indentless-sequence':
        return this.stepIndentlessSequence();
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
        return leaf(emptyScalar(this.scanner.peek().start));
      case 'pair-key':
        frame.state = 'pair-value';
        return this.stepPairKey();
      case 'pair-value':
        frame.state = 'pair-end';
        return this.stepFlowValue(['flow-entry', 'flow-sequence-end']);
      case 'pair-end':
        return closing(this.scanner.peek().start);
    }
  }

  private stepBlockSequence(frame: Frame): Action {
    const token = this.scanner.peek();
    if (token.type === 'block-entry') {
      this.scanner.take();
      return this.parseNodeUnless(['block-entry', 'block-end'], token.end, false);
    }
    if (token.type === 'block-end') return closing(this.scanner.take().end);
    throw new YamlSyntaxError(
      "did not find expected '-' indicator",
      token.start,
      'while parsing a block collection',
      frame.mark,
    );
  }

  private stepIndentlessSequence(): Action {
    const token = this.scanner.peek();
    if (token.type !== 'block-entry') return closing(token.start);
    this.scanner.take();
    return this.parseNodeUnless(SCALAR_ENDS.indentless, token.end, false);
  }

  private stepBlockKey(frame: Frame): Action {
    const token = this.scanner.peek();
    if (token.type === 'key') {
      this.scanner.take();
      frame.state = 'block-value';
      return this.parseNodeUnless(SCALAR_ENDS.block, token.end, true);
    }
    if (token.type === 'block-end') return closing(this.scanner.take().end);
    throw new YamlSyntaxError(
      'did not find expected key',
      token.start,
      'while parsing a block mapping',
      frame.mark,
    );
  }

  private stepBlockValue(): Action {
    const token = this.scanner.peek();
    if (token.type !== 'value') return leaf(emptyScalar(token.start));
    this.scanner.take();
    return this.parseNodeUnless(SCALAR_ENDS.block, token.end, true);
  }

  private stepFlowSequence(frame: Frame): Action {
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
        return opening('mapping', NO_PROPERTIES, token.start, 'pair-key', token);
      }
      if (token.type !== 'flow-sequence-end') return this.parseNode(false, false);
    }
    return closing(this.scanner.take().end);
  }

  private stepPairKey(): Action {
    const token = this.scanner.peek();
    if (token.type === 'value' || token.type === 'flow-entry' || token.type === 'flow-sequence-end') {
      // libyaml drops the token here, whatever it is.
      this.scanner.take();
      return leaf(emptyScalar(token.end));
    }
    return this.parseNode(false, false);
  }

  private stepFlowKey(frame: Frame): Action {
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
          return leaf(emptyScalar(next.start));
        }
        return this.parseNode(false, false);
      }
      if (token.type !== 'flow-mapping-end') {
        frame.state = 'flow-empty-value';
        return this.parseNode(false, false);
      }
    }
    return closing(this.scanner.take().end);
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

  private stepFlowValue(ends: readonly TokenType[]): Action {
    const token = this.scanner.peek();
    if (token.type === 'value') {
      this.scanner.take();
      if (!ends.includes(this.scanner.peek().type)) return this.parseNode(false, false);
    }
    return leaf(emptyScalar(this.scanner.peek().start));
  }

  private parseNodeUnless(ends: readonly TokenType[], mark: Mark, indentless: boolean): Action {
    if (ends.includes(this.scanner.peek().type)) return leaf(emptyScalar(mark));
    return this.parseNode(true, indentless);
  }

  private parseNode(block: boolean, indentless: boolean): Action {
    const head = this.scanner.peek();
    if (head.type === 'alias') {
      this.scanner.take();
      return leaf({ kind: 'alias', name: head.name, start: head.start, end: head.end });
    }
    if (head.type === 'scalar') {
      this.scanner.take();
      return leaf(scalarSyntax(head, NO_PROPERTIES, head.start));
    }
    const properties = readProperties(this.scanner, head, this.tagPrefixes);
    const token = this.scanner.peek();
    if (indentless && token.type === 'block-entry') {
      return opening('sequence', properties, head.start, 'indentless-sequence', token);
    }
    if (token.type === 'scalar') {
      this.scanner.take();
      return leaf(scalarSyntax(token, properties, head.start));
    }
    const collection = collectionAt(token.type, block);
    if (collection !== undefined) {
      this.scanner.take();
      return opening(collection.kind, properties, head.start, collection.state, token);
    }
    const { anchor, tag } = properties;
    if (anchor !== undefined || tag !== undefined) {
      return leaf({
        kind: 'scalar',
        value: '',
        quoted: false,
        anchor,
        tag,
        start: head.start,
        end: token.start,
      });
    }
    const context = block ? 'while parsing a block node' : 'while parsing a flow node';
    throw new YamlSyntaxError('did not find expected node content', token.start, context, head.start);
  }

  private apply(action: Action): void {
    if (action.kind === 'open') {
      this.frames.push(action.frame);
      return;
    }
    const node = action.kind === 'leaf' ? action.node : this.close(action.end);
    const frame = this.frames.at(-1);
    if (frame === undefined) this.root = node;
    else frame.node.children.push(node);
  }

  private close(end: Mark): CollectionSyntax {
    const frame = this.frames.pop();
    if (frame === undefined) throw new RangeError('no collection is open');
    const last = frame.node.children.at(-1);
    // A block ends where its last value ends, not at the next line's token.
    frame.node.end = frame.state.startsWith('flow') || last === undefined ? end : last.end;
    return frame.node;
  }
}
