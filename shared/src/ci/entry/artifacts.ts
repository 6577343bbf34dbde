import { textOf } from '../value/ruby-text.js';
import { get, has, isNil } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates, whenNotNil } from './checks.js';
import { anyDuration } from './durations.js';
import type { Entry, EntryType } from './entry.js';
import {
  allowedKeys,
  boolean,
  exclusiveKeys,
  listOfStrings,
  listOfStringsMatching,
  longest,
  ofType,
  oneOf,
  present,
  stringOrList,
} from './rules.js';

/** `artifacts` and `artifacts:reports`: GitLab's entry/artifacts.rb, reports.rb, reports/coverage_report.rb. */

const ARTIFACT_KEYS = [
  'name',
  'untracked',
  'paths',
  'reports',
  'when',
  'expire_in',
  'expose_as',
  'exclude',
  'public',
  'access',
];
const ARTIFACT_WHEN = ['on_success', 'on_failure', 'always'];
const ARTIFACT_ACCESS = ['none', 'developer', 'maintainer', 'all'];
/** Ci::JobArtifact::EXPOSED_PATH_REGEX and MAX_EXPOSED_AS_LENGTH. */
const EXPOSED_PATH = /^[^*]*$/;
const MAX_EXPOSE_AS = 100;
const EXPOSE_AS = /^\w[-\w ]*$/;
const EXPOSE_AS_MESSAGE = "can contain only letters, digits, '-', '_' and spaces";

const REPORTS_LISTS = [
  'junit',
  'api_fuzzing',
  'coverage_fuzzing',
  'sast',
  'sast',
  'secret_detection',
  'dependency_scanning',
  'container_scanning',
  'cluster_image_scanning',
  'dast',
  'performance',
  'browser_performance',
  'load_performance',
  'license_scanning',
  'metrics',
  'lsif',
  'dotenv',
  'terraform',
  'accessibility',
  'requirements',
  'requirements_v2',
  'cyclonedx',
  'annotations',
  'repository_xray',
  'sarif',
];
const REPORT_KEYS = [...REPORTS_LISTS, 'codequality', 'coverage_report'];
const COVERAGE_FORMATS = ['cobertura', 'jacoco'];

const coverageReport: EntryType = {
  title: 'coverage report',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(['coverage_format', 'path'])),
    validates(key('coverage_format'), [
      present,
      oneOf(COVERAGE_FORMATS, `must be one of supported formats: ${COVERAGE_FORMATS.join(', ')}.`),
    ]),
    validates(key('path'), [present, ofType('String')]),
  ],
};

const reports: EntryType = {
  title: 'reports',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(REPORT_KEYS)),
    ...REPORTS_LISTS.map((name) => validates(key(name), stringOrList, { allowNil: true })),
  ],
  fields: [{ name: 'coverage_report', type: () => coverageReport }],
};

const isExposed = (entry: Entry): boolean =>
  has(entry.config, 'expose_as') && !isNil(get(entry.config, 'expose_as'));

export const artifacts: EntryType = {
  title: 'artifacts',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(ARTIFACT_KEYS)),
    validates(key('paths'), present, { when: isExposed }),
    validates(config, exclusiveKeys('access', 'public')),
    ...whenNotNil([
      [key('name'), ofType('String')],
      [key('public'), boolean],
      [key('untracked'), boolean],
      [key('paths'), listOfStrings],
    ]),
    validates(
      key('paths'),
      listOfStringsMatching(EXPOSED_PATH, "can't contain '*' when used with 'expose_as'"),
      {
        allowNil: true,
        when: isExposed,
      },
    ),
    validates(key('expose_as'), [ofType('String'), longest(MAX_EXPOSE_AS)], {
      allowNil: true,
      when: isExposed,
    }),
    validates(
      key('expose_as'),
      (value) =>
        value !== undefined && EXPOSE_AS.test(textOf(value))
          ? undefined
          : { code: 'CI_CONFIG_VALUE', message: EXPOSE_AS_MESSAGE },
      { allowNil: true, when: isExposed },
    ),
    ...whenNotNil([
      [key('exclude'), listOfStrings],
      [key('reports'), ofType('Hash')],
      [
        key('when'),
        [ofType('String'), oneOf(ARTIFACT_WHEN, `should be one of: ${ARTIFACT_WHEN.join(', ')}`)],
      ],
      [key('expire_in'), anyDuration],
      [
        key('access'),
        [ofType('String'), oneOf(ARTIFACT_ACCESS, `should be one of: ${ARTIFACT_ACCESS.join(', ')}`)],
      ],
    ]),
  ],
  fields: [{ name: 'reports', type: () => reports }],
};
