import { COMPONENT_KEYS, composeHeader, hasHeader } from '../entry/header.js';
import { checkInputs, type GivenInputs } from '../interpolation/inputs.js';
import { interpolateDocument } from '../interpolation/template.js';
import type { ConfigProblem } from '../model.js';
import type { MappingNode, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { isNil } from '../value/tree.js';
import type { IncludeContext } from './context.js';
import { mergeHeaderIncludes } from './header-includes.js';
import { IncludeError } from './location.js';

/** Errors are joined, and only the first three are shown (interpolation/interpolator.rb). */
const SHOWN_ERRORS = 3;

export type DocumentResult =
  | { readonly ok: true; readonly content: MappingNode; readonly hasHeader: boolean }
  | { readonly ok: false; readonly problem: ConfigProblem };

/**
 * One file's content with its own inputs put in: GitLab's config/yaml/loader.rb and interpolator.rb.
 * `inputs` is whatever stands behind the key of that name.
 */
export const readDocument = (
  file: string,
  text: string,
  given: { readonly inputs: YamlNode | undefined; readonly stringKeys: boolean; readonly at: SourceRange },
  context: IncludeContext,
): DocumentResult => {
  const loaded = context.run.documents.load(file, text);
  if (!loaded.ok) return loaded;
  const { documents } = loaded;
  const whole: SourceRange = { file, start: 0, end: text.length, line: 1, column: 1 };
  const inputs = given.inputs === undefined || isNil(given.inputs) ? undefined : given.inputs;
  const fail = (message: string, at: SourceRange): DocumentResult => ({
    ok: false,
    problem: { code: 'CI_INPUTS', message, at },
  });
  if (inputs !== undefined && inputs.kind !== 'mapping') return fail('Given inputs must be a hash', given.at);
  const empty: MappingNode = { kind: 'mapping', entries: new Map(), at: whole };
  const withHeader = hasHeader(documents);
  if (!withHeader) {
    if (inputs !== undefined && inputs.entries.size > 0) {
      return fail(
        'Given inputs not defined in the `spec` section of the included configuration file',
        inputs.at,
      );
    }
    return { ok: true, content: documents[0] ?? empty, hasHeader: false };
  }
  const content = documents[documents.length - 1] ?? empty;
  const values: GivenInputs = { values: inputs ?? empty, stringKeys: given.stringKeys };
  return fillIn(documents[0] ?? empty, content, values, context);
};

const fillIn = (
  header: MappingNode,
  content: MappingNode,
  given: GivenInputs,
  context: IncludeContext,
): DocumentResult => {
  const composed = composeHeader(header);
  const headerProblems = composed.entry.errors();
  const [firstProblem] = headerProblems;
  if (firstProblem !== undefined) {
    return refused(
      headerProblems.map(({ message }) => message),
      firstProblem.at ?? header.at,
    );
  }
  let specs = composed.inputs;
  try {
    specs = mergeHeaderIncludes(composed, context);
  } catch (error) {
    if (error instanceof IncludeError) return refused([error.message], (error.at ?? header).at);
    throw error;
  }
  const checked = checkInputs(specs, given);
  if (checked.errors.length > 0) {
    return refused(checked.errors, given.values.entries.size > 0 ? given.values.at : (specs ?? header).at);
  }
  const component = new Map(
    [...context.component].filter(
      ([name]) => COMPONENT_KEYS.includes(name) && composed.component.includes(name),
    ),
  );
  const data = new Map([
    ['inputs', checked.values],
    ['component', component],
  ]);
  const filled = interpolateDocument(content, { data, variables: context.variables });
  if (!filled.ok) return refused(filled.errors, (filled.at ?? content).at);
  return { ok: true, content: filled.value, hasHeader: true };
};

const refused = (messages: readonly string[], at: SourceRange): DocumentResult => ({
  ok: false,
  problem: { code: 'CI_INPUTS', message: messages.slice(0, SHOWN_ERRORS).join(', '), at },
});
