import type { YamlNode } from '../node.js';
import { isNumeric } from '../value/tree.js';
import { config } from './attributes.js';
import { validates } from './checks.js';
import { refusal } from './common.js';
import { addChild, type EntryType } from './entry.js';
import {
  allowedKeys,
  integerBetween,
  listOfMappings,
  matrixVariables,
  ofType,
  requiredKeys,
  shortest,
} from './rules.js';

/** `parallel`: GitLab's entry/product/parallel.rb, matrix.rb, variables.rb. */

const PARALLEL_LIMIT = 200;

const variablesRow: EntryType = {
  title: 'variables',
  checks: [validates(config, matrixVariables), validates(config, shortest(1, 'requires at least 1 items'))],
};

/** How many jobs a matrix makes: per row the product of its lists. */
const matrixSize = (rows: readonly YamlNode[]): number =>
  rows.reduce((sum, row) => {
    if (row.kind !== 'mapping') return sum;
    let product = 1;
    for (const { value } of row.entries.values()) {
      product *= value.kind === 'sequence' ? value.items.length : 1;
    }
    return sum + product;
  }, 0);

const matrix: EntryType = {
  title: 'matrix',
  checks: [validates(config, listOfMappings)],
  composedChecks: [
    (entry, report) => {
      const rows = [...entry.children.values()].map((row) => row.config);
      if (matrixSize(rows) > PARALLEL_LIMIT) {
        report(config, {
          code: 'CI_CONFIG_VALUE',
          message: `generates too many jobs (maximum is ${PARALLEL_LIMIT})`,
        });
      }
    },
  ],
  compose: (entry) => {
    if (entry.config.kind !== 'sequence') return;
    for (const [place, row] of entry.config.items.entries()) {
      addChild(entry, String(place), undefined, variablesRow, row);
    }
  },
};

const numbered: EntryType = {
  title: 'parallel builds',
  checks: [
    validates(config, integerBetween(1, PARALLEL_LIMIT), { allowNil: true }),
    (entry, report) => {
      const strategies = entry.option('allowedStrategies');
      if (strategies === undefined || strategies.includes('numeric')) return;
      report(config, { code: 'CI_CONFIG_VALUE', message: 'cannot use "parallel: <number>".' });
    },
  ],
};

const withMatrix: EntryType = {
  title: 'matrix builds',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(['matrix'])),
    validates(config, requiredKeys(['matrix'])),
  ],
  fields: [{ name: 'matrix', type: () => matrix }],
};

export const parallel: EntryType = {
  title: 'parallel',
  choose: (value) => {
    if (isNumeric(value)) return numbered;
    return value.kind === 'mapping'
      ? withMatrix
      : refusal('unknown strategy', 'should be an integer or a hash');
  },
};
