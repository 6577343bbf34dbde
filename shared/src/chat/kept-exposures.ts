import type { Moves } from '../ci/cache/index.js';
import type { PipelineContext, ResolvedConfig, ResolvedJob, SourceRange } from '../ci/index.js';
import { movedRules, originOf } from '../ci/resolve/index.js';
import { isSameData } from '../ci/value/same-data.js';
import type { JobExposure } from './job-exposure.js';

/** What is answered of a job without looking at any other. */
export type Judged = Pick<JobExposure, 'chat' | 'dependsOn' | 'reason' | 'rules'>;

/** Everything besides the job that an answer hangs on. */
export interface Surroundings {
  readonly config: Pick<ResolvedConfig, 'stages' | 'workflow' | 'variables'>;
  readonly context: PipelineContext;
  readonly settingsKnown: boolean;
}

export interface KeptExposure {
  readonly judged: Judged;
  /** It holds no places, so a job that moves takes it along, asked for or not. */
  readonly others: { sources?: readonly string[] };
}

interface Known {
  readonly around: Surroundings;
  readonly kept: KeptExposure;
}

/** A linter asks twice, with and without the repository's files. */
const MOST_SURROUNDINGS = 2;

const KEPT = new WeakMap<ResolvedJob, readonly Known[]>();

/**
 * The answers of the reading before, for jobs that are the same or only moved, where their surroundings are the same too.
 * The answer is the same without it.
 */
export class KeptExposures {
  readonly #around: Surroundings;
  readonly #compared: {
    readonly old: Surroundings;
    readonly moves: Moves | undefined;
    readonly same: boolean;
  }[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
  }

  of(job: ResolvedJob, judge: () => Judged): KeptExposure {
    const kept = this.#same(job) ?? this.#moved(job) ?? { judged: judge(), others: {} };
    const others = (KEPT.get(job) ?? []).filter(({ around }) => !this.#isSame(around, undefined));
    KEPT.set(job, [{ around: this.#around, kept }, ...others.slice(0, MOST_SURROUNDINGS - 1)]);
    return kept;
  }

  #same(job: ResolvedJob): KeptExposure | undefined {
    return KEPT.get(job)?.find(({ around }) => this.#isSame(around, undefined))?.kept;
  }

  #moved(job: ResolvedJob): KeptExposure | undefined {
    const origin = originOf(job);
    if (origin === undefined) return undefined;
    const known = KEPT.get(origin.job)?.find(({ around }) => this.#isSame(around, origin.moves));
    if (known === undefined) return undefined;
    const { judged, others } = known.kept;
    return { judged: movedJudged(judged, origin.moves), others };
  }

  #isSame(old: Surroundings, moves: Moves | undefined): boolean {
    const known = this.#compared.find((one) => one.old === old && one.moves === moves);
    if (known !== undefined) return known.same;
    const same = isSameAround(old, this.#around, moves);
    this.#compared.push({ old, moves, same });
    return same;
  }
}

/** Places count where an answer may point at them: in workflow:rules. */
function isSameAround(old: Surroundings, now: Surroundings, moves: Moves | undefined): boolean {
  const { workflow } = old.config;
  const rules = workflow.rules && moves ? movedRules(workflow.rules, moves) : workflow.rules;
  return (
    old.settingsKnown === now.settingsKnown &&
    isSameData(old.config.stages, now.config.stages) &&
    isSameData({ ...workflow, rules }, { ...now.config.workflow, rules: now.config.workflow.rules }) &&
    isSameData(old.config.variables.map(withoutPlace), now.config.variables.map(withoutPlace)) &&
    isSameData(old.context, now.context)
  );
}

function withoutPlace({ at: _, ...variable }: ResolvedConfig['variables'][number]): object {
  return variable;
}

function movedJudged({ reason, rules, ...judged }: Judged, moves: Moves): Judged {
  return {
    ...judged,
    reason: moved(reason, moves),
    rules: rules.map((rule) => ({
      ...moved(rule, moves),
      clauses: rule.clauses.map((clause) => moved(clause, moves)),
    })),
  };
}

function moved<T extends { readonly at?: SourceRange }>(one: T, moves: Moves): T {
  return one.at === undefined ? one : { ...one, at: moves.place(one.at) };
}
