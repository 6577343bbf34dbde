import type { ConfigProblem } from '../model.js';
import type { MappingNode, YamlNode } from '../node.js';
import { deepMerge, get, has, isBlank, without } from '../value/tree.js';
import type { IncludeContext } from './context.js';
import { readDocument } from './document.js';
import { expandLocations } from './expand-locations.js';
import { type FileContent, IncludedFile } from './included-file.js';
import { IncludeError, kindOf } from './location.js';

/** Thrown out of all nested includes: GitLab gives up at the first file that fails. */
export class IncludeRefusal extends Error {
  readonly problem: ConfigProblem;

  constructor(problem: ConfigProblem) {
    super(problem.message);
    this.name = 'IncludeRefusal';
    this.problem = problem;
  }
}

interface Verified {
  readonly file: IncludedFile;
  problem?: ConfigProblem;
  content?: FileContent;
  merged?: MappingNode;
}

/**
 * Merges the included files, in order, under the including one (external/processor.rb). Throws IncludeRefusal, but for
 * a best effort.
 * Files are verified in GitLab's passes (external/mapper/verifier.rb), so that of several errors the same one wins.
 */
export const processIncludes = (values: MappingNode, context: IncludeContext): MappingNode => {
  const verified = verifyAll(values, context);
  if (verified.length === 0) return values;
  for (const { problem } of verified) {
    if (problem !== undefined && !context.run.bestEffort) throw new IncludeRefusal(problem);
  }
  let merged: MappingNode = { kind: 'mapping', entries: new Map(), at: values.at };
  for (const file of verified) if (file.merged !== undefined) merged = deepMerge(merged, file.merged);
  return without(deepMerge(merged, values), 'include');
};

const verifyAll = (values: MappingNode, context: IncludeContext): Verified[] => {
  try {
    const files: Verified[] = expandLocations(get(values, 'include'), context).map((location) => ({
      file: new IncludedFile(kindOf(location, false), location, context),
    }));
    for (const one of files) verifyLocation(one, context);
    for (const one of files) if (one.problem === undefined) readContent(one);
    for (const one of files) if (one.problem === undefined) loadContent(one, context);
    return files;
  } catch (error) {
    if (!(error instanceof IncludeError)) throw error;
    if (context.run.bestEffort) return [];
    throw new IncludeRefusal(problemOf(error.message, error.at ?? values));
  }
};

const problemOf = (message: string, at: YamlNode): ConfigProblem => ({
  code: 'CI_INCLUDE',
  message,
  at: at.at,
});

const verifyLocation = (one: Verified, context: IncludeContext): void => {
  const { file } = one;
  context.count(file.kind === 'local' ? file.name : undefined, file.location.at);
  const problem = file.locationProblem();
  if (problem !== undefined) one.problem = problemOf(problem, file.location.at);
};

const readContent = (one: Verified): void => {
  one.content = one.file.read();
};

const loadContent = (one: Verified, context: IncludeContext): void => {
  const { file, content } = one;
  const { at } = file.location;
  if (content === undefined || content.kind === 'unknown') {
    const reason = content?.reason ?? 'it was not read';
    const name = file.kind === 'project' ? file.label : file.name;
    context.reportUnknown({ what: `${file.kind} ${name}`, reason, at: at.at });
    return;
  }
  if (content.kind === 'error') {
    one.problem = problemOf(content.message, at);
    return;
  }
  context.run.files.push(file.label);
  const given = { inputs: file.inputs, stringKeys: false, at: at.at };
  const result = readDocument(file.label, content.text, given, content.context);
  if (!result.ok) {
    const message = `\`${file.name}\`: ${result.problem.message}`;
    one.problem = { ...result.problem, message };
    return;
  }
  if (isBlank(result.content)) {
    one.problem = problemOf(`Included file \`${file.name}\` does not have valid YAML syntax!`, at);
    return;
  }
  const merged = processIncludes(result.content, content.context);
  if (isBlank(merged) && !has(result.content, 'include')) {
    one.problem = problemOf(`Included file \`${file.name}\` does not have valid YAML syntax!`, at);
    return;
  }
  one.merged = merged;
};
