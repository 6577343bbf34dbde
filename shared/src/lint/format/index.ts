export { formatCodeQuality } from './codequality.js';
export { excerpt, type Paint } from './excerpt.js';
export { formatGitHub } from './github.js';
export { formatJson, LINT_JSON_VERSION } from './json.js';
export { type LintReport, rulePage } from './report.js';
export { formatSarif } from './sarif.js';
export { formatText } from './text.js';
