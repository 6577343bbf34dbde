import { type CutBody, fitText } from '../cut.js';
import { MarkerScanner, type ScanPiece } from '../marker-scanner.js';
import type { MaskSet } from '../masking/masker.js';
import type { ReplyMessage } from '../message.js';
import type { TerminalOptions } from '../terminal/renderer.js';
import { EchoRemover } from './echo-remover.js';
import { type EchoedStep, echoedCommands } from './echoed-commands.js';
import { ReplyText } from './reply-text.js';
import type { KeptText } from './text-store.js';

export interface CollectorOptions {
  /** `steps[]` of the job response: what the Runner echoes is known from them. */
  readonly steps: readonly EchoedStep[];
  readonly masks: MaskSet;
  /** Size of the pseudo-terminal the steps run under. */
  readonly terminal?: TerminalOptions;
  /** Longest body, in UTF-16 units. */
  readonly limit?: number;
  /** What `state()` gave in an earlier process of the same job. */
  readonly resume?: CollectorState;
}

/** All that later steps need of earlier ones; JSON. Holds masked text only. */
export interface CollectorState {
  readonly sections?: KeptText;
  readonly output: KeptText;
}

/** The content of a reply and where it was taken from (design D5). */
export type CollectedReply = CutBody & Pick<ReplyMessage, 'source'>;

/** What a chat message can show; the formats cut further where they must. */
export const REPLY_BODY_LIMIT = 8_000;

const REPLY_SECTION = 'chat_reply';
const LF = 0x0a;
const CR = 0x0d;

/**
 * Takes the reply from the bytes of a job's user steps, as they come from the pseudo-terminal (design D5): all
 * `chat_reply` sections in order (GitLab drops all when there are two, and text on the start marker's line), else the
 * output of the script without the Runner's echoed commands, else, for a job that did not succeed, the end of it.
 * After_script adds its sections, not its output. A section that is not ended ends with its step.
 *
 * Streaming, in constant memory: one terminal screen and 64 KiB of text for sections and output each.
 */
export class ReplyCollector {
  readonly #options: CollectorOptions;
  readonly #sections: ReplyText;
  readonly #output: ReplyText;
  #sawSection: boolean;
  #step: OpenStep | undefined;

  constructor(options: CollectorOptions) {
    const { masks, terminal = {}, resume } = options;
    this.#options = options;
    this.#sections = new ReplyText(masks, terminal, resume?.sections);
    this.#output = new ReplyText(masks, terminal, resume?.output);
    this.#sawSection = resume?.sections !== undefined;
  }

  /** @param name the step's name in `steps[]`; one that is not there has no echo to remove. */
  beginStep(name: string): void {
    this.endStep();
    const known = this.#options.steps.find((step) => step.name === name);
    const echoes = known === undefined ? [] : echoedCommands(known);
    const isAfterScript = name === 'after_script';
    this.#step = {
      echo: new EchoRemover(echoes),
      scanner: new MarkerScanner(),
      echoSections: new Set(echoes.flatMap(({ section }) => section ?? [])),
      toOutput: !isAfterScript,
      inSection: false,
      line: '',
      skipBreak: false,
    };
    if (!isAfterScript) this.#output.begin(false);
  }

  /** Bytes of the open step. */
  write(chunk: Uint8Array): void {
    const step = this.#step;
    if (step === undefined) return;
    // A Buffer's subarray is a Buffer, and slow to make; everything behind here works on plain arrays.
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (const piece of step.scanner.push(step.echo.push(bytes))) this.#piece(step, piece);
  }

  endStep(): void {
    const step = this.#step;
    if (step === undefined) return;
    const rest = [...step.scanner.push(step.echo.end()), ...step.scanner.end()];
    for (const piece of rest) this.#piece(step, piece);
    if (step.inSection) this.#sections.end();
    if (step.toOutput) this.#output.end();
    this.#step = undefined;
  }

  /** For the next process of this job. Ends the open step. */
  state(): CollectorState {
    this.endStep();
    const output = this.#output.read();
    return this.#sawSection ? { sections: this.#sections.read(), output } : { output };
  }

  /** The reply of the job as it stands. Ends the open step. */
  result(outcome: ReplyMessage['outcome']): CollectedReply {
    this.endStep();
    const { limit = REPLY_BODY_LIMIT } = this.#options;
    const sections = this.#sections.read();
    // As on GitLab an empty section is the reply of a job that succeeded; one that broke off says nothing.
    if (this.#sawSection && (outcome === 'success' || sections.head !== ''))
      return { source: 'chat_reply', ...fitText(sections, limit, 'middle') };
    const output = this.#output.read();
    if (output.head === '') return { source: 'none', body: '' };
    return outcome === 'success'
      ? { source: 'output', ...fitText(output, limit, 'middle') }
      : { source: 'tail', ...fitText(output, limit, 'head') };
  }

  #piece(step: OpenStep, piece: ScanPiece): void {
    if (piece.kind === 'text') this.#text(step, piece.bytes);
    else this.#marker(step, piece.action, piece.name);
  }

  #text(step: OpenStep, bytes: Uint8Array): void {
    const text = step.skipBreak ? afterBreak(bytes) : bytes;
    if (bytes.some((byte) => byte !== CR)) step.skipBreak = false;
    if (step.toOutput) this.#output.write(text);
    if (step.inSection) this.#sections.write(text);
    step.line = lineStart(step.line, bytes);
  }

  #marker(step: OpenStep, action: 'start' | 'end', name: string): void {
    if (name === REPLY_SECTION && action === 'start' && !step.inSection) {
      this.#sawSection = true;
      step.inSection = true;
      this.#sections.begin(true);
    } else if (name === REPLY_SECTION && action === 'end' && step.inSection) {
      step.inSection = false;
      this.#sections.end();
    } else {
      // A marker that has a line to itself leaves no empty line, nor does the section of an echoed command.
      step.skipBreak = NO_TEXT.test(step.line) || (action === 'end' && step.echoSections.has(name));
    }
  }
}

interface OpenStep {
  readonly echo: EchoRemover;
  readonly scanner: MarkerScanner;
  readonly echoSections: ReadonlySet<string>;
  readonly toOutput: boolean;
  inSection: boolean;
  /** The first bytes since the last line break. */
  line: string;
  /** The line break that comes next is not shown. */
  skipBreak: boolean;
}

/** Markers are often preceded by an erase sequence, which is no text. */
const NO_TEXT = /^(?:\x1b\[0?K|\r)*$/;
const LINE_START = 16;

function lineStart(before: string, bytes: Uint8Array): string {
  const from = bytes.lastIndexOf(LF) + 1;
  const known = from > 0 ? '' : before;
  return known + String.fromCharCode(...bytes.subarray(from, from + LINE_START - known.length));
}

/** What comes after carriage returns and one line feed; all of it when something else comes first. */
function afterBreak(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (bytes[at] === CR) at++;
  return at === bytes.length || bytes[at] === LF ? bytes.subarray(at + 1) : bytes;
}
