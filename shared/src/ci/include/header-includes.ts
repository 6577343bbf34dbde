import type { Header } from '../entry/header.js';
import type { MappingNode, YamlNode } from '../node.js';
import { deepMerge, get, isBlank, keyText } from '../value/tree.js';
import type { IncludeContext } from './context.js';
import { expandLocations } from './expand-locations.js';
import { IncludedFile } from './included-file.js';
import { IncludeError, kindOf } from './location.js';

/** Inputs from the files of `spec:include` and the header's own (external/header/processor.rb). */
export const mergeHeaderIncludes = (header: Header, context: IncludeContext): YamlNode | undefined => {
  if (isBlank(header.include)) return header.inputs;
  const files = expandLocations(header.include, context).map(
    (location) => new IncludedFile(kindOf(location, true), location, context),
  );
  const found: MappingNode[] = [];
  for (const file of files) {
    context.count(undefined, file.location.at);
    const problem = file.locationProblem();
    if (problem !== undefined) throw new IncludeError(problem, file.location.at);
    const inputs = readInputs(file, context);
    if (inputs !== undefined) found.push(inputs);
  }
  if (header.inputs?.kind === 'mapping') found.push(header.inputs);
  const names = found.flatMap((inputs) => [...inputs.entries.keys()]);
  const repeated = [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
  if (repeated.length > 0) {
    throw new IncludeError(
      `Duplicate input keys found: ${repeated.map(keyText).join(', ')}. Input keys must be unique across all included files and inline specifications.`,
      header.include,
    );
  }
  const [first, ...rest] = found;
  return first === undefined ? undefined : rest.reduce(deepMerge, first);
};

const readInputs = (file: IncludedFile, context: IncludeContext): MappingNode | undefined => {
  const content = file.read();
  const { at } = file.location;
  if (content.kind === 'error') throw new IncludeError(content.message, at);
  if (content.kind === 'unknown') {
    context.reportUnknown({ what: `${file.kind} ${file.name}`, reason: content.reason, at: at.at });
    return undefined;
  }
  context.run.files.push(file.label);
  const loaded = context.run.documents.load(file.label, content.text);
  if (!loaded.ok) throw new IncludeError(`\`${file.name}\`: ${loaded.problem.message}`, at);
  const [document] = loaded.documents;
  if (document === undefined || document.entries.size === 0) {
    throw new IncludeError(`Included file \`${file.name}\` does not have valid YAML syntax!`, at);
  }
  const foreign = [...document.entries.keys()].filter((name) => name !== 'inputs');
  if (foreign.length > 0) {
    const keys = foreign.map((name) => `:${keyText(name)}`).join(', ');
    throw new IncludeError(`Header include file \`${file.name}\` contains unknown keys: [${keys}]`, at);
  }
  const inputs = get(document, 'inputs');
  return inputs?.kind === 'mapping' ? inputs : undefined;
};
