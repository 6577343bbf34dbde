import assert from 'node:assert/strict';
import { type AsyncFileProvider, resolveWithProvider } from '@gitlab-chatops/shared/ci';

function provider(files: Readonly<Record<string, string>>, asked: string[]): AsyncFileProvider {
  const outside = async () => ({ kind: 'unknown', reason: 'offline' }) as const;
  return {
    async file(path) {
      asked.push(path);
      const text = files[path];
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    listing: async () => ({ kind: 'known', paths: Object.keys(files) }),
    remote: outside,
    template: outside,
    component: outside,
  };
}

describe('ci: resolve with a provider that answers later', () => {
  it('fetches includes of includes, each file once', async () => {
    const asked: string[] = [];
    const files = {
      'ci/a.yml': 'include: ci/b.yml\na: {script: x}\n',
      'ci/b.yml': 'b: {script: y}\n',
    };
    const root = { path: '.gitlab-ci.yml', text: 'include: [ci/a.yml, ci/b.yml]\n' };
    const config = await resolveWithProvider(root, provider(files, asked));
    assert.deepEqual([config.valid, config.errors], [true, []]);
    assert.deepEqual(config.jobs.map(({ name }) => name).sort(), ['a', 'b']);
    assert.deepEqual(asked.sort(), ['ci/a.yml', 'ci/b.yml']);
  });

  it('is unknown where a file cannot be read, with the place of its include', async () => {
    const root = {
      path: '.gitlab-ci.yml',
      text: 'include:\n  - template: SAST.gitlab-ci.yml\na: {script: x}\n',
    };
    const config = await resolveWithProvider(root, provider({}, []));
    assert.deepEqual([config.valid, config.errors.length], [false, 0]);
    assert.equal(config.unknown[0]?.at?.line, 2);
  });
});
