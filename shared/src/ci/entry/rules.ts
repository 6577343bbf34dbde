/** All validators, by the names that the entry types use. */
export { integerBetween, longest, shortest } from './validators/amounts.js';
export {
  allowedKeys,
  disallowedKeys,
  exclusiveKeys,
  onlyOneOfKeys,
  requiredKeys,
} from './validators/keys.js';
export { nestedMappings, nestedStrings, stringOrNestedStrings } from './validators/nesting.js';
export {
  alphanumeric,
  boolean,
  integersOrInteger,
  isScalar,
  listOfMappings,
  listOfStrings,
  listOfStringsMatching,
  listOrString,
  mappingOrBoolean,
  mappingOrInteger,
  mappingOrString,
  matrixVariables,
  ofType,
  scalarValue,
  stringOrList,
} from './validators/types.js';
export {
  absent,
  allowedListValues,
  allowedValues,
  expression,
  isAmong,
  isExpression,
  oneOf,
  present,
  refPatterns,
  regexp,
} from './validators/values.js';
