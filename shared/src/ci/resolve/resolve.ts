import { createResolveCache, type ResolveCache } from '../cache/index.js';
import type { Entry } from '../entry/entry.js';
import { kindOfJob } from '../entry/job.js';
import { ConfigRefusal } from '../entry/refusal.js';
import { composeRoot, type Edition } from '../entry/root.js';
import { hasRulesKey } from '../entry/rule.js';
import type { FileProvider } from '../files.js';
import {
  IncludeContext,
  IncludeRefusal,
  includeRun,
  processIncludes,
  readDocument,
} from '../include/index.js';
import type { ConfigProblem, ResolvedConfig, ResolvedWorkflow } from '../model.js';
import type { MappingNode, PlainValue } from '../node.js';
import type { SourceRange } from '../range.js';
import { exceedsBounds } from '../value/bounds.js';
import { nodeOf } from '../value/from-plain.js';
import { textOf } from '../value/ruby-text.js';
import { flatten, isBlankText, isString, namesFirst, plain, present } from '../value/tree.js';
import { type PipelineContext, pipelineContext } from '../variables/index.js';
import { checkJobs } from './checks.js';
import { extendAll, extendWhatCanBe, type MissingBases } from './extends.js';
import { type JobDraft, jobDraft } from './job-values.js';
import { expandParallel } from './parallel-jobs.js';
import { type ReferenceOptions, resolveReferences } from './references.js';
import { rulesValue, variablesValue } from './rules-values.js';
import { JobSettler, settledJobs } from './settled-jobs.js';
import { wrapStages } from './stages.js';

export interface ResolveOptions {
  /** What the pipeline is for: the variables and rules of includes depend on it. Default: a chat pipeline. */
  readonly context?: PipelineContext;
  /** Inputs given to the root file; a chat pipeline has none. */
  readonly inputs?: Readonly<Record<string, PlainValue>>;
  /** Default: what an Enterprise server accepts. */
  readonly edition?: Edition;
  readonly references?: ReferenceOptions;
  /** What is kept from one reading to the next; default: nothing. */
  readonly cache?: ResolveCache;
}

/** The root file: `path` names it in ranges. */
export interface RootFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads and validates a config exactly as GitLab does (lib/gitlab/ci/config.rb, yaml_processor.rb). Never throws;
 * files that the provider does not know make the verdict unknown instead of wrong.
 */
export const resolveConfig = (
  root: RootFile,
  files: FileProvider,
  { cache = createResolveCache(), ...options }: ResolveOptions = {},
): ResolvedConfig => {
  const run = includeRun(files, options.context ?? pipelineContext({}), cache.documents);
  run.files.push(root.path);
  const state: { merged?: MappingNode } = {};
  const answer = (part: Partial<ResolvedConfig>): ResolvedConfig => ({
    ...EMPTY,
    ...(part.jobs === undefined ? bestEffort(root, files, options, cache) : {}),
    ...part,
    ...(state.merged === undefined ? {} : { merged: state.merged }),
    errors: run.unknown.length > 0 ? [] : (part.errors ?? []),
    valid: (part.errors ?? []).length === 0 && run.unknown.length === 0,
    unknown: run.unknown,
    files: run.files,
  });
  try {
    const context = new IncludeContext(run);
    const config = cache.settle(root.path, expandConfig(root, context, options), run.files);
    state.merged = config;
    return answer(validate(config, options.edition ?? 'enterprise'));
  } catch (error) {
    if (isRefusal(error)) return answer({ errors: [error.problem] });
    throw error;
  }
};

/** Reads the root file and all that it includes, for nothing but the questions that this asks of the provider. */
export const readIncludes = (
  root: RootFile,
  files: FileProvider,
  { cache = createResolveCache(), ...options }: ResolveOptions = {},
): void => {
  const run = includeRun(files, options.context ?? pipelineContext({}), cache.documents, true);
  try {
    readRoot(root, new IncludeContext(run), options);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
};

const isRefusal = (error: unknown): error is ConfigRefusal | IncludeRefusal =>
  error instanceof ConfigRefusal || error instanceof IncludeRefusal;

/** What can be told of a config that is not valid: what is wrong in it is passed over. Nothing of a text that is no YAML. */
const bestEffort = (
  root: RootFile,
  files: FileProvider,
  options: ResolveOptions,
  cache: ResolveCache,
): Partial<ResolvedConfig> => {
  const run = includeRun(files, options.context ?? pipelineContext({}), cache.documents, true);
  run.files.push(root.path);
  try {
    const included = readRoot(root, new IncludeContext(run), options);
    const { config: extended, missing } = extendWhatCanBe(included);
    const references = resolveReferences(extended, { ...options.references, lenient: true });
    const merged = cache.settle(root.path, inOrder(references), run.files);
    const { entry, drafts } = composeJobs(merged, options.edition ?? 'enterprise', missing);
    return { ...settingsOf(entry, merged), merged, jobs: [...expandParallel(drafts).jobs.values()] };
  } catch (error) {
    if (isRefusal(error)) return {};
    throw error;
  }
};

const EMPTY: ResolvedConfig = {
  valid: false,
  errors: [],
  unknown: [],
  stages: [],
  jobs: [],
  workflow: { hasRules: false },
  variables: [],
  files: [],
};

const readRoot = (root: RootFile, context: IncludeContext, options: ResolveOptions): MappingNode => {
  const whole: SourceRange = { file: root.path, start: 0, end: root.text.length, line: 1, column: 1 };
  if (isBlankText(root.text)) {
    throw new ConfigRefusal({
      code: 'CI_YAML_EMPTY',
      message: 'Please provide content of .gitlab-ci.yml',
      at: whole,
    });
  }
  const inputs = options.inputs === undefined ? undefined : nodeOf(options.inputs, whole);
  const given = { inputs, stringKeys: true, at: whole };
  const document = readDocument(root.path, root.text, given, context);
  if (!document.ok) throw new ConfigRefusal(document.problem);
  return processIncludes(document.content, context);
};

const expandConfig = (root: RootFile, context: IncludeContext, options: ResolveOptions): MappingNode =>
  inOrder(resolveReferences(extendAll(readRoot(root, context, options)), options.references));

const inOrder = (config: MappingNode): MappingNode => {
  if (exceedsBounds(config)) {
    throw new ConfigRefusal({
      code: 'CI_YAML_TOO_BIG',
      message: 'The parsed YAML is too big',
      at: config.at,
    });
  }
  const ordered = namesFirst(config);
  return wrapStages(ordered.kind === 'mapping' ? ordered : config);
};

const validate = (config: MappingNode, edition: Edition): Partial<ResolvedConfig> => {
  const settled = settledJobs(config, edition);
  const root = composeRoot(config, edition, { settled });
  const errors = root.errors();
  const settings = settingsOf(root, config);
  if (errors.length > 0) return { ...settings, errors };
  const { jobs, problems } = expandParallel(jobDrafts(config, root, edition, settled));
  if (problems.length > 0) return { ...settings, jobs: [...jobs.values()], errors: [joined(problems)] };
  const problem = checkJobs(jobs, settings.stages);
  return { ...settings, jobs: [...jobs.values()], errors: problem === undefined ? [] : [problem] };
};

const settingsOf = (root: Entry, config: MappingNode) => ({
  stages: flatten([root.child('stages')?.config ?? config]).map(textOf),
  workflow: workflowValue(root),
  variables: variablesValue(root.child('variables')?.config),
});

/** GitLab joins these into one message. */
const joined = (problems: readonly ConfigProblem[]): ConfigProblem => ({
  ...(problems[0] ?? { code: 'CI_NEEDS' }),
  message: problems.map(({ message }) => message).join(', '),
});

/** For a best effort: jobs with bases that cannot be had are never settled. */
const composeJobs = (
  config: MappingNode,
  edition: Edition,
  missing: MissingBases,
): { readonly entry: Entry; readonly drafts: readonly JobDraft[] } => {
  const settled = new Map([...settledJobs(config, edition)].filter(([id]) => !missing.has(id)));
  const entry = composeRoot(config, edition, { bestEffort: true, settled });
  return { entry, drafts: jobDrafts(config, entry, edition, settled, missing) };
};

const jobDrafts = (
  config: MappingNode,
  root: Entry,
  edition: Edition,
  settled: ReadonlyMap<string, JobDraft>,
  missing: MissingBases = new Map(),
): JobDraft[] => {
  const jobs = root.child('jobs');
  const settler = new JobSettler(config, edition);
  const drafts: JobDraft[] = [];
  if (jobs?.config.kind !== 'mapping') return drafts;
  for (const [id, mappingEntry] of jobs.config.entries) {
    const known = settled.get(id);
    if (known !== undefined) {
      drafts.push(known);
      continue;
    }
    const { key, value } = mappingEntry;
    const missingBases = missing.get(id);
    const kind = kindOfJob(id, value) ?? (missingBases === undefined ? undefined : 'job');
    const entry = jobs.child(id);
    if (entry === undefined || kind === undefined || kind === 'hidden') continue;
    const draft = jobDraft(entry, kind, key.at);
    if (missingBases === undefined) settler.settle(mappingEntry, entry, draft);
    drafts.push(missingBases === undefined ? draft : { ...draft, job: { ...draft.job, missingBases } });
  }
  return drafts;
};

const workflowValue = (root: Entry): ResolvedWorkflow => {
  const entry = root.child('workflow');
  const rules = entry?.given('rules');
  const name = present(entry?.config, 'name');
  const autoCancel = present(entry?.config, 'auto_cancel');
  return {
    hasRules: hasRulesKey(entry?.config),
    ...(rules === undefined ? {} : { rules: rulesValue(rules) }),
    ...(isString(name) ? { name: name.value.trim() } : {}),
    ...(autoCancel === undefined ? {} : { autoCancel: plain(autoCancel) }),
  };
};
