import assert from 'node:assert/strict';
import { type FileProvider, memoryFiles, resolveConfig } from '@gitlab-chatops/shared/ci';

const JOB = 'job: {script: x}\n';

const resolve = (
  text: string,
  files: Readonly<Record<string, string>> = {},
  more: Partial<FileProvider> = {},
) => resolveConfig({ path: '.gitlab-ci.yml', text }, { ...memoryFiles(files), ...more });

const firstError = (text: string, files: Readonly<Record<string, string>> = {}) => {
  const [error] = resolve(text, files).errors;
  return error === undefined
    ? undefined
    : { message: error.message, file: error.at?.file, line: error.at?.line };
};

describe('include', () => {
  it('merges in order, the including file over all, and keeps where each value was written', () => {
    const config = resolve(`include: [a.yml, b.yml]\njob: {script: x, variables: {C: "3"}}\n`, {
      'a.yml': 'job: {variables: {A: a, C: a}}\n',
      'b.yml': 'job: {variables: {A: b}}\n',
    });
    const places = config.jobs[0]?.variables.map(({ key, value, at }) => [key, value, at?.file]);
    assert.deepEqual(places, [
      ['A', 'b', 'b.yml'],
      ['C', '3', '.gitlab-ci.yml'],
    ]);
    assert.deepEqual(config.files, ['.gitlab-ci.yml', 'a.yml', 'b.yml']);
  });

  it('finds wildcards in git order, not twice, and before variables in the mapping form', () => {
    const files = {
      'ci/a.yml': 'a: {script: x}\n',
      'ci/b.yml': 'b: {script: x}\n',
      'ci/x/c.yml': 'c: {script: x}\n',
    };
    const jobs = (include: string) =>
      resolve(`include: ${include}\n${JOB}`, files).jobs.map(({ name }) => name);
    assert.deepEqual(jobs("'ci/*.yml'"), ['a', 'b', 'job']);
    assert.deepEqual(jobs("'ci/**.yml'"), ['a', 'b', 'c', 'job']);
    assert.deepEqual(jobs("'**/c.yml'"), ['c', 'job']);
    assert.deepEqual(jobs("'/ci/*.yml'"), ['job']);
  });

  it('says in GitLab’s words what is wrong, at the include', () => {
    assert.deepEqual(firstError(`include: no.yml\n${JOB}`), {
      message: 'Local file `no.yml` does not exist!',
      file: '.gitlab-ci.yml',
      line: 1,
    });
    assert.equal(
      firstError(`include: a.txt\n${JOB}`)?.message,
      'Included file `a.txt` does not have YAML extension!',
    );
    assert.deepEqual(firstError(`${JOB}include: a.yml\n`, { 'a.yml': 'b:\n  - c\n d: e\n' }), {
      message:
        '`a.yml`: (<unknown>): did not find expected key while parsing a block mapping at line 1 column 1',
      file: 'a.yml',
      line: 3,
    });
    assert.equal(
      firstError(`include: {local: a.yml, rules: [{foo: 1}]}\n${JOB}`)?.message,
      'include:rule config contains unknown keys: foo',
    );
  });

  it('lets the error of a nested include win over its neighbours', () => {
    const files = { 'b.yml': 'include: no.yml\n.x: {y: z}\n' };
    assert.equal(
      firstError(`include: [gone.yml, b.yml]\n${JOB}`, files)?.message,
      'Local file `no.yml` does not exist!',
    );
  });

  it('stops at 150 files, circles included', () => {
    const files = { 'a.yml': 'include: a.yml\n.x: {y: z}\n' };
    assert.equal(
      firstError(`include: a.yml\n${JOB}`, files)?.message,
      'Maximum of 150 nested includes are allowed!',
    );
  });

  it('is unknown, not wrong, where a file cannot be read', () => {
    const config = resolve(`include: {project: acme/ci, file: /x.yml}\n${JOB}`);
    assert.equal(config.valid, false);
    assert.deepEqual(config.errors, []);
    assert.deepEqual(
      config.unknown.map(({ what, at }) => [what, at?.line]),
      [['project acme/ci:x.yml', 1]],
    );
  });

  it('reads another project’s own local files from that project', () => {
    const asked: unknown[] = [];
    const config = resolve(
      `include: {project: Acme/CI, file: /a.yml, ref: v1}\n${JOB}`,
      {},
      {
        file: (path, commit) => {
          asked.push([path, commit]);
          const text = path === 'a.yml' ? 'include: b.yml\n' : 'b: {script: x}\n';
          return { kind: 'text', text };
        },
      },
    );
    assert.deepEqual(asked, [
      ['a.yml', { project: 'acme/ci', ref: 'v1' }],
      ['b.yml', { project: 'acme/ci', ref: 'v1' }],
    ]);
    assert.deepEqual(
      config.jobs.map(({ name }) => name),
      ['b', 'job'],
    );
    assert.equal(config.jobs[0]?.at.file, 'acme/ci@v1:b.yml');
  });

  it('gives a component its context', () => {
    const config = resolve(
      'include: {component: gitlab.com/a/b/deploy@1.2, inputs: {env: prod}}\n',
      {},
      {
        component: () => ({
          kind: 'text',
          text: 'spec: {component: [version], inputs: {env: }}\n---\nd: {script: "$[[ component.version ]] $[[ inputs.env ]]"}\n',
          project: 'a/b',
          sha: 'abc',
          name: 'deploy',
          version: '1.2',
          reference: '1.2',
        }),
      },
    );
    assert.deepEqual(config.errors, []);
    assert.deepEqual(
      config.jobs[0]?.script.map(({ value }) => value),
      ['1.2 prod'],
    );
  });

  it('answers for an includes rule by the context it is given', () => {
    const files = { 'a.yml': 'a: {script: x}\n' };
    const jobs = (rules: string) =>
      resolve(`include: {local: a.yml, rules: ${rules}}\n${JOB}`, files).jobs.map(({ name }) => name);
    assert.deepEqual(jobs('[{if: $CI_PIPELINE_SOURCE == "chat"}]'), ['a', 'job']);
    assert.deepEqual(jobs('[{if: $CI_COMMIT_BRANCH, when: never}]'), ['job']);
    assert.deepEqual(jobs('[{exists: [a.yml]}]'), ['a', 'job']);
    assert.deepEqual(jobs('[{exists: [b.yml]}]'), ['job']);
  });
});
