import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, FileCache } from '@gitlab-chatops/executor/repository';

describe('the cache of files', () => {
  let root: string;
  let now = 1_000_000;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'chatops-cache-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const open = (folder = join(root, 'files')) => new FileCache(folder, () => now);

  it('is where the XDG specification says', () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/c', HOME: '/h' }), '/c/gitlab-chatops/files');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: 'relative', HOME: '/h' }), '/h/.cache/gitlab-chatops/files');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '', HOME: '/h' }), '/h/.cache/gitlab-chatops/files');
    assert.equal(cacheFolder({}), undefined);
  });

  it('gives an answer back while it is young enough, to another call too', () => {
    open().write(['a', 'b'], 'answer');
    now += 100;
    assert.equal(open().read(['a', 'b'], 100), 'answer');
    assert.equal(open().read(['a', 'b'], 99), undefined);
    assert.equal(open().read(['a'], 100), undefined);
    now -= 1000;
    assert.equal(open().read(['a', 'b'], 100), undefined);
    assert.equal(open().read(['a', 'b'], Number.POSITIVE_INFINITY), 'answer');
  });

  it('makes nothing of a broken entry, and writes over it', () => {
    open().write(['a'], 'answer');
    const [name = ''] = readdirSync(join(root, 'files'));
    for (const text of [
      '',
      '{',
      'null',
      '{"key":["b"],"at":1,"answer":"other"}',
      '{"key":["a"],"at":1,"answer":2}',
    ]) {
      writeFileSync(join(root, 'files', name), text);
      assert.equal(open().read(['a'], Number.POSITIVE_INFINITY), undefined, text);
    }
    open().write(['a'], 'again');
    assert.equal(open().read(['a'], 0), 'again');
    assert.deepEqual(readdirSync(join(root, 'files')), [name]);
  });

  it('closes a folder that others could look into, and takes none that is not its own', () => {
    mkdirSync(join(root, 'files'), { mode: 0o755 });
    chmodSync(join(root, 'files'), 0o777);
    open().write(['a'], 'answer');
    assert.equal(statSync(join(root, 'files')).mode & 0o777, 0o700);
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'link'));
    open(join(root, 'link')).write(['a'], 'answer');
    writeFileSync(join(root, 'file'), '');
    open(join(root, 'file')).write(['a'], 'answer');
    assert.equal(open(join(root, 'file')).read(['a'], 1), undefined);
    assert.deepEqual(readdirSync(join(root, 'elsewhere')), []);
  });

  it('drops the older half of too many', () => {
    open().write(['young'], 'answer');
    for (let i = 0; i < 2000; i++) {
      const path = join(root, 'files', `${i}.json`);
      writeFileSync(path, '');
      utimesSync(path, 1, i);
    }
    assert.equal(open().read(['young'], Number.POSITIVE_INFINITY), 'answer');
    assert.equal(readdirSync(join(root, 'files')).length, 1000);
  });
});
