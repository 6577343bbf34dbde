export { type RuleEnvironment, ruleEnvironment } from './environment.js';
export { evaluateRules, type RuleOutcome, type RulesVerdict } from './evaluate.js';
export {
  type ClauseKind,
  type ClauseTrial,
  type RuleTrial,
  ServerFailure,
  type UnknownFact,
} from './trial.js';
export { MASKED } from './words.js';
