import assert from 'node:assert/strict';
import { createResolveCache, memoryFiles, type ResolveCache, resolveConfig } from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';
import { edit, type Files, ROOT, repository } from './edits.js';

const resolve = (files: Files, cache?: ResolveCache) =>
  resolveConfig(
    { path: ROOT, text: files[ROOT] ?? '' },
    memoryFiles(files),
    cache === undefined ? {} : { cache },
  );

describe('ci: a cache from one reading to the next', () => {
  it('changes no answer, whatever is edited', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(repository, fc.array(edit, { minLength: 1, maxLength: 8 }), (start, edits) => {
        const cache = createResolveCache();
        let files = start;
        resolve(files, cache);
        for (const change of edits) {
          files = change(files);
          assert.deepEqual(resolve(files, cache), resolve(files));
          assert.deepEqual(resolve(files, cache), resolve(files));
        }
      }),
      { numRuns: 150 },
    );
  });

  const jobsOf = (files: Files, cache: ResolveCache) =>
    new Map(resolve(files, cache).jobs.map((job) => [job.name, job]));
  const FILES: Files = {
    [ROOT]: 'include: ci/a.yml\ndefault: {image: ruby}\none: {script: x}\ntwo: {script: y}\n',
    'ci/a.yml':
      '.base: {script: [a]}\nthree: {extends: .base}\nfour: {script: [!reference [.base, script]]}\n',
  };
  const kept = (before: Files, after: Files) => {
    const cache = createResolveCache();
    const old = jobsOf(before, cache);
    return [...jobsOf(after, cache)].flatMap(([name, job]) => (old.get(name) === job ? [name] : []));
  };

  it('leaves jobs of which nothing changed the same objects', () => {
    const edited = (name: string, from: string, to: string) => ({
      ...FILES,
      [name]: (FILES[name] ?? '').replace(from, to),
    });
    assert.deepEqual(kept(FILES, FILES), ['three', 'four', 'one', 'two']);
    assert.deepEqual(kept(FILES, edited(ROOT, 'two: {script: y', 'two: {script: z')), [
      'three',
      'four',
      'one',
    ]);
    assert.deepEqual(kept(FILES, edited(ROOT, 'one:', 'one: ')), ['three', 'four']);
    assert.deepEqual(kept(FILES, edited(ROOT, 'ruby', 'perl')), []);
    assert.deepEqual(kept(FILES, edited('ci/a.yml', '[a]', '[b]')), ['one', 'two']);
    assert.deepEqual(
      kept(FILES, edited(ROOT, 'default', 'workflow: {rules: [{when: always}]}\ndefault')),
      [],
    );
  });

  it('is bounded: what was not asked for longest goes first', () => {
    const cache = createResolveCache();
    const big = `# ${'x'.repeat(1_000_000)}\n`;
    const first = cache.documents.load('first', 'a: 1\n');
    assert.equal(cache.documents.load('first', 'a: 1\n'), first);
    assert.notEqual(cache.documents.load('first', 'a: 2\n'), first);
    const again = cache.documents.load('first', 'a: 1\n');
    for (let file = 0; file < 9; file += 1) cache.documents.load(`big ${file}`, big);
    assert.notEqual(cache.documents.load('first', 'a: 1\n'), again);
    assert.deepEqual(cache.documents.load('first', 'a: 1\n'), again);
  });
});
