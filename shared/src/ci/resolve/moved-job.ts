import { type Moves, movedNode } from '../cache/index.js';
import type {
  ConfigEnvironment,
  ConfigImage,
  ConfigNeeds,
  ConfigPolicy,
  ConfigRule,
  ConfigVariable,
  ResolvedJob,
} from '../model.js';
import type { Located } from '../node.js';
import type { SourceRange } from '../range.js';
import type { JobDraft } from './job-values.js';

/** A job whose entry only moved: the same values, each at its new place. Every place in the model has its line here. */
export const movedDraft = ({ job, parallel }: JobDraft, moves: Moves): JobDraft => ({
  job: movedJob(job, moves),
  parallel: parallel === undefined ? undefined : movedNode(parallel, moves),
});

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const movedJob = (job: ResolvedJob, moves: Moves): ResolvedJob => {
  const moved: Writable<ResolvedJob> = {
    ...job,
    at: moves.place(job.at),
    keys: movedPlaces(job.keys, moves),
    keyNames: movedPlaces(job.keyNames, moves),
    beforeScript: located(job.beforeScript, moves),
    script: located(job.script, moves),
    afterScript: located(job.afterScript, moves),
    variables: variables(job.variables, moves),
    services: job.services.map((service) => image(service, moves)),
  };
  if (job.only) moved.only = policy(job.only, moves);
  if (job.except) moved.except = policy(job.except, moves);
  if (job.rules) moved.rules = movedRules(job.rules, moves);
  if (job.needs) moved.needs = needs(job.needs, moves);
  if (job.environment) moved.environment = environment(job.environment, moves);
  if (job.image) moved.image = image(job.image, moves);
  return moved;
};

export const movedRules = (rules: readonly ConfigRule[], moves: Moves): readonly ConfigRule[] =>
  rules.map((rule) => {
    const moved: Writable<ConfigRule> = { ...rule };
    if (rule.at) moved.at = moves.place(rule.at);
    if (rule.if) moved.if = text(rule.if, moves);
    if (rule.when) moved.when = text(rule.when, moves);
    if (rule.changes) moved.changes = paths(rule.changes, moves);
    if (rule.exists) moved.exists = paths(rule.exists, moves);
    if (rule.variables) moved.variables = variables(rule.variables, moves);
    if (rule.needs) moved.needs = needs(rule.needs, moves);
    return moved;
  });

const movedPlaces = (
  places: ReadonlyMap<string, SourceRange>,
  moves: Moves,
): ReadonlyMap<string, SourceRange> => {
  const moved = new Map<string, SourceRange>();
  for (const [name, at] of places) moved.set(name, moves.place(at));
  return moved;
};

const text = <T extends { readonly at?: SourceRange }>(one: T, moves: Moves): T => {
  if (one.at === undefined) return one;
  const at = moves.place(one.at);
  return at === one.at ? one : { ...one, at };
};

const located = (texts: readonly Located<string>[], moves: Moves): readonly Located<string>[] =>
  texts.map((one) => text(one, moves));

const variables = (all: readonly ConfigVariable[], moves: Moves): readonly ConfigVariable[] =>
  all.map((one) => text(one, moves));

const paths = <T extends { readonly paths: readonly Located<string>[]; readonly at?: SourceRange }>(
  clause: T,
  moves: Moves,
): T => ({ ...text(clause, moves), paths: located(clause.paths, moves) });

const policy = (given: ConfigPolicy, moves: Moves): ConfigPolicy => {
  const moved: Writable<ConfigPolicy> = { ...text(given, moves) };
  if (given.refs) moved.refs = located(given.refs, moves);
  if (given.variables) moved.variables = located(given.variables, moves);
  if (given.changes) moved.changes = located(given.changes, moves);
  return moved;
};

const needs = (given: ConfigNeeds, moves: Moves): ConfigNeeds => ({
  ...given,
  job: given.job.map((need) => {
    const moved = text(need, moves);
    return need.parallel === undefined ? moved : { ...moved, parallel: movedNode(need.parallel, moves) };
  }),
});

const environment = (given: ConfigEnvironment, moves: Moves): ConfigEnvironment => text(given, moves);

const image = (given: ConfigImage, moves: Moves): ConfigImage => text(given, moves);
