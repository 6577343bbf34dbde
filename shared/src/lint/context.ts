import type { JobExposure } from '../chat/index.js';
import type { ResolvedConfig, ResolvedJob } from '../ci/index.js';
import { isMeantForChat } from './intent.js';
import { chatVariablesOf, readScripts, taintScripts, variablesOf } from './job-scripts.js';
import { indexLines, type LineIndex } from './places/lines.js';
import type { LintSettings } from './settings.js';
import { type ChatUse, chatUses, type TaintedScript } from './shell/chat-uses.js';
import type { JobScript } from './shell/script.js';
import type { ShellParser } from './shell/tree.js';
import type { ShellcheckAnswers } from './shellcheck/findings.js';

export interface LintInput {
  /** Path of the root config, e.g. `.gitlab-ci.yml`. */
  readonly rootFile: string;
  readonly config: ResolvedConfig;
  /** Of `lintExposures`. */
  readonly exposures: readonly JobExposure[];
  /** Text of a file by the path that source ranges name; undefined for files of other projects. */
  readonly text: (file: string) => string | undefined;
  readonly shell: ShellParser;
  readonly settings: LintSettings;
  /** What shellcheck said of the scripts; absent: it is not there, or not wanted. */
  readonly shellcheck?: ShellcheckAnswers;
}

/** What a rule may look at: the resolved model, who can reach which job, and shell as a tree. */
export interface LintContext {
  readonly rootFile: string;
  readonly config: ResolvedConfig;
  readonly settings: LintSettings;
  /** Jobs in file order; `parallel` instances of one config job once. */
  readonly jobs: readonly LintJob[];
  /** Somebody uses chat here: a job is meant for it, or the settings name channels. */
  readonly usesChat: boolean;
  text(file: string): string | undefined;
  lines(file: string): LineIndex | undefined;
}

/** A job with what rules ask about it; everything is computed once and only when asked. */
export interface LintJob {
  readonly job: ResolvedJob;
  readonly exposure: JobExposure;
  /** Chat can start it, surely or depending on what is typed or set. */
  readonly reachable: boolean;
  /** Its rules, its script or the settings say that chat is meant to run it. */
  readonly intended: boolean;
  readonly scripts: readonly JobScript[];
  /** The scripts through which text from chat goes, inner ones included. */
  readonly tainted: readonly TaintedScript[];
  /** Where text from chat becomes shell text. */
  readonly uses: readonly ChatUse[];
  /** CHAT_* variables its scripts or variables look at. */
  readonly chatVariables: ReadonlySet<string>;
  /** It prints the marker of a chat reply. */
  readonly replies: boolean;
}

export function createLintContext(input: LintInput): LintContext {
  const indexes = new Map<string, LineIndex | undefined>();
  const lines = (file: string): LineIndex | undefined => {
    if (!indexes.has(file)) {
      const text = input.text(file);
      indexes.set(file, text === undefined ? undefined : indexLines(file, text));
    }
    return indexes.get(file);
  };
  const seen = new Set<string>();
  const jobs: LintJob[] = [];
  for (const exposure of input.exposures) {
    const { configName } = exposure.job;
    if (seen.has(configName)) continue;
    seen.add(configName);
    jobs.push(new LazyJob(exposure, input, { text: input.text, lines }));
  }
  const usesChat = once(() => input.settings.channels.length > 0 || jobs.some(({ intended }) => intended));
  return {
    rootFile: input.rootFile,
    config: input.config,
    settings: input.settings,
    jobs,
    get usesChat() {
      return usesChat();
    },
    text: input.text,
    lines,
  };
}

class LazyJob implements LintJob {
  readonly job: ResolvedJob;
  readonly exposure: JobExposure;
  readonly reachable: boolean;
  readonly #scripts: () => readonly JobScript[];
  readonly #tainted: () => readonly TaintedScript[];
  readonly #uses: () => readonly ChatUse[];
  readonly #chatVariables: () => ReadonlySet<string>;
  readonly #intended: () => boolean;

  constructor(
    exposure: JobExposure,
    { config, settings, shell }: LintInput,
    sources: Parameters<typeof readScripts>[1],
  ) {
    const { job } = exposure;
    this.job = job;
    this.exposure = exposure;
    this.reachable = isOpen(exposure) && !mayHaveOtherRules(job);
    this.#scripts = once(() => readScripts(job, sources, shell));
    this.#tainted = once(() => taintScripts(this.scripts, variablesOf(job, config), shell));
    this.#uses = once(() => [...chatUses(this.tainted)]);
    this.#chatVariables = once(() => chatVariablesOf(job, this.scripts));
    this.#intended = once(
      () => isMeantForChat(job, config, settings.jobs) || this.chatVariables.size > 0 || this.replies,
    );
  }

  get intended(): boolean {
    return this.#intended();
  }

  get scripts(): readonly JobScript[] {
    return this.#scripts();
  }

  get tainted(): readonly TaintedScript[] {
    return this.#tainted();
  }

  get uses(): readonly ChatUse[] {
    return this.#uses();
  }

  get chatVariables(): ReadonlySet<string> {
    return this.#chatVariables();
  }

  get replies(): boolean {
    return this.scripts.some(({ text }) => text.includes('chat_reply'));
  }
}

/** Sure, or open: by what is typed or set, or by files of the repository that are not known here. */
function isOpen({ chat, reason }: JobExposure): boolean {
  return chat === 'yes' || chat === 'depends' || (chat === 'unknown' && reason.code === 'CHAT_UNKNOWN_FACT');
}

/** A base in a file that is not known may bring the rules that the job itself lacks. */
function mayHaveOtherRules({ missingBases = [], rules, only, except }: ResolvedJob): boolean {
  return missingBases.length > 0 && rules === undefined && only?.at === undefined && except === undefined;
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
