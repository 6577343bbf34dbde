import {
  memoryFiles,
  mergedForOutput,
  type PlainValue,
  pipelineContext,
  resolveConfig,
} from '@gitlab-chatops/shared/ci';
import { inputObject, inputText } from '../mode.js';

/** What GitLab FOSS answers to a config in a push pipeline of the default branch. */
export function run(input: unknown): unknown {
  const { files, inputs } = inputObject(input);
  const text = inputText(inputObject(input), 'yaml');
  const others = textFiles(files);
  const context = pipelineContext({
    source: 'push',
    project: { id: 42, path: 'acme/ops', title: 'ops' },
    files: ['.gitlab-ci.yml', ...Object.keys(others)],
    changedPaths: { kind: 'undetermined' },
  });
  const resolved = resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles(others), {
    context,
    edition: 'foss',
    ...(inputs === undefined || inputs === null ? {} : { inputs: inputObject(inputs) as Given }),
  });
  const errors = resolved.errors.map(({ message }) => message);
  if (!resolved.valid) return { valid: false, errors, unknown: resolved.unknown.map(({ what }) => what) };
  return {
    valid: true,
    errors,
    stages: resolved.stages,
    jobs: resolved.jobs.map(({ name }) => name),
    merged: jsonOf(mergedForOutput(resolved)),
  };
}

type Given = Readonly<Record<string, PlainValue>>;

function textFiles(files: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  if (typeof files !== 'object' || files === null) return found;
  for (const [path, text] of Object.entries(files)) if (typeof text === 'string') found[path] = text;
  return found;
}

/** JSON has no big integers: they are written as numbers. */
function jsonOf(value: PlainValue): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? Number(item) : item)),
  );
}
