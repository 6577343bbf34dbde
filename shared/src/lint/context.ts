import type { JobExposure } from '../chat/index.js';
import type { ResolvedConfig, ResolvedJob, SourceRange } from '../ci/index.js';
import { indexLines, type LineIndex } from './places/lines.js';
import type { LintSettings } from './settings.js';
import { expansionsOf } from './shell/expansions.js';
import { type JobScript, readScript } from './shell/script.js';
import { chatTainted, namesIn } from './shell/taint.js';
import type { ShellParser } from './shell/tree.js';

export interface LintInput {
  /** Path of the root config, e.g. `.gitlab-ci.yml`. */
  readonly rootFile: string;
  readonly config: ResolvedConfig;
  readonly exposures: readonly JobExposure[];
  /** Text of a file by the path that source ranges name; undefined for files of other projects. */
  readonly text: (file: string) => string | undefined;
  readonly shell: ShellParser;
  readonly settings: LintSettings;
}

/** What a rule may look at: the resolved model, who can reach which job, and shell as a tree. */
export interface LintContext {
  readonly rootFile: string;
  readonly config: ResolvedConfig;
  readonly settings: LintSettings;
  /** Jobs in file order; `parallel` instances of one config job once. */
  readonly jobs: readonly LintJob[];
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
  /** Names that carry what was typed in chat. */
  readonly tainted: ReadonlySet<string>;
  /** CHAT_* variables its scripts, variables or rules look at. */
  readonly chatVariables: ReadonlySet<string>;
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
  const sources = { text: input.text, lines };
  const seen = new Set<string>();
  const jobs: LintJob[] = [];
  for (const exposure of input.exposures) {
    const { job } = exposure;
    if (seen.has(job.configName)) continue;
    seen.add(job.configName);
    jobs.push(lintJob(exposure, input, (parser) => readScripts(job, sources, parser)));
  }
  return {
    rootFile: input.rootFile,
    config: input.config,
    settings: input.settings,
    jobs,
    text: input.text,
    lines,
  };
}

function readScripts(
  job: ResolvedJob,
  sources: { text: LintInput['text']; lines(file: string): LineIndex | undefined },
  parser: ShellParser,
): readonly JobScript[] {
  const main = [
    { key: 'before_script', lines: job.beforeScript },
    { key: 'script', lines: job.script },
  ] as const;
  const scripts = [readScript('script', main, sources, parser)];
  if (job.afterScript.length > 0) {
    const after = [{ key: 'after_script', lines: job.afterScript }] as const;
    scripts.push(readScript('after_script', after, sources, parser));
  }
  return scripts;
}

function lintJob(
  exposure: JobExposure,
  input: LintInput,
  read: (parser: ShellParser) => readonly JobScript[],
): LintJob {
  const { job } = exposure;
  const scripts = once(() => read(input.shell));
  const tainted = once(() =>
    chatTainted(
      scripts().map(({ root }) => root),
      [...input.config.variables, ...job.variables],
    ),
  );
  const chatVariables = once(() => chatVariablesOf(job, scripts()));
  const intended = once(
    () =>
      isListed(job.configName, input.settings.jobs) ||
      namesChat(job, input.config) ||
      chatVariables().size > 0 ||
      scripts().some(({ text }) => text.includes('chat_reply')),
  );
  return {
    job,
    exposure,
    reachable: exposure.chat === 'yes' || exposure.chat === 'depends',
    get intended() {
      return intended();
    },
    get scripts() {
      return scripts();
    },
    get tainted() {
      return tainted();
    },
    get chatVariables() {
      return chatVariables();
    },
  };
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** `*` in a listed name stands for any text. */
function isListed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const [head = '', ...rest] = pattern.split('*');
    if (rest.length === 0) return name === pattern;
    if (!name.startsWith(head)) return false;
    let from = head.length;
    for (const [i, part] of rest.entries()) {
      const at = i === rest.length - 1 ? name.lastIndexOf(part) : name.indexOf(part, from);
      if (at < from || (i === rest.length - 1 && at + part.length !== name.length)) return false;
      from = at + part.length;
    }
    return true;
  });
}

/** A rule, an `only` entry or the workflow lets chat in by name: somebody thought of it. */
function namesChat(job: ResolvedJob, config: ResolvedConfig): boolean {
  if (job.only?.refs?.some(({ value }) => /^chats?(@|$)/.test(value))) return true;
  const rules = [...(job.rules ?? []), ...(config.workflow.rules ?? [])].filter(
    (rule) => rule.when?.value !== 'never',
  );
  const conditions = [
    ...rules.map((rule) => rule.if?.value ?? ''),
    ...(job.only?.variables ?? []).map(({ value }) => value),
  ];
  return conditions.some((text) => /["'/^]chat\b/.test(text) || /\$CHAT_/.test(text));
}

function chatVariablesOf(job: ResolvedJob, scripts: readonly JobScript[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: string): void => {
    if (/^CHAT_(INPUT|CHANNEL|USER_ID)$/.test(name)) names.add(name);
  };
  for (const { root, text } of scripts) {
    if (!text.includes('CHAT_')) continue;
    for (const { name } of expansionsOf(root)) add(name);
  }
  for (const { value } of job.variables) for (const name of namesIn(value)) add(name);
  return names;
}

/** The place to point at for a whole job: its key in the file. */
export function jobPlace({ job }: LintJob): SourceRange {
  return job.at;
}
