import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { callShellcheck, findShellcheck } from '@gitlab-chatops/executor/shellcheck';
import { needs, shellcheck, which } from '../../support/needs.js';

describe('shellcheck as a process', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatops-shellcheck-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A program that stands in for shellcheck. */
  function program(path: string, script: string): string {
    const place = join(folder, path);
    mkdirSync(join(place, '..'), { recursive: true });
    writeFileSync(place, `#!/bin/sh\n${script}\n`);
    chmodSync(place, 0o755);
    return place;
  }

  const request = { shell: 'bash', input: 'echo $x\n' } as const;

  describe('which one', () => {
    it('is the first on the path, past relative folders and what is no program', () => {
      const real = program('bin/shellcheck', 'true');
      mkdirSync(join(folder, 'folder/shellcheck'), { recursive: true });
      writeFileSync(join(folder, 'shellcheck'), '');
      const path = [
        '',
        '.',
        'bin',
        join(folder, 'none'),
        join(folder, 'folder'),
        folder,
        join(folder, 'bin'),
      ];
      assert.equal(findShellcheck(path.join(delimiter), join(folder, 'none')), real);
      assert.equal(findShellcheck(undefined, folder), undefined);
    });

    it('is never one of the repository, nor a link to one or from one', () => {
      program('repo/node_modules/.bin/shellcheck', 'true');
      mkdirSync(join(folder, 'repo/.git'));
      mkdirSync(join(folder, 'repo/examples'));
      mkdirSync(join(folder, 'links'));
      symlinkSync('../repo/node_modules/.bin/shellcheck', join(folder, 'links/shellcheck'));
      symlinkSync('repo/node_modules/.bin', join(folder, 'linked'));
      const path = ['repo/node_modules/.bin', 'links', 'linked'].map((name) => join(folder, name));
      for (const linted of ['repo', 'repo/examples']) {
        assert.equal(findShellcheck(path.join(delimiter), join(folder, linted)), undefined);
      }
      const outside = program('bin/shellcheck', 'true');
      rmSync(join(folder, 'repo/node_modules/.bin/shellcheck'));
      symlinkSync(outside, join(folder, 'repo/node_modules/.bin/shellcheck'));
      assert.equal(findShellcheck(path[0], join(folder, 'repo')), undefined);
    });
  });

  it('gets fixed arguments, the script on standard input, and none of our environment', async () => {
    const fake = program('fake', 'echo "$*"; pwd; cat; env | sort | grep -v "^_\\|^PWD\\|^OLDPWD\\|^SHLVL"');
    process.env.SHELLCHECK_OPTS = '--source-path=/';
    try {
      assert.deepEqual(await callShellcheck(fake, request), {
        output: '--norc --shell=bash --format=json1 -\n/\necho $x\nLC_ALL=C.UTF-8\n',
      });
    } finally {
      delete process.env.SHELLCHECK_OPTS;
    }
  });

  const failures: Readonly<Record<string, string>> = {
    'hangs without reading': 'sleep 5',
    'hangs with a child that holds the pipe': 'sleep 5 & wait',
    'ignores signals': "trap '' TERM INT HUP; while :; do sleep 1; done",
    'dies by a signal': 'kill -SEGV $$',
    'could not do its work': 'echo usage >&2; exit 3',
    'answers without end': 'yes',
  };
  for (const [what, script] of Object.entries(failures)) {
    it(`tells of one that ${what}`, async () => {
      const fake = program('fake', script);
      assert.ok('failure' in (await callShellcheck(fake, request, 500)));
    });
  }

  it('takes what one says that reads nothing of a long script', async () => {
    const fake = program('fake', 'echo "{}"');
    const ended = await callShellcheck(fake, { shell: 'bash', input: 'x'.repeat(1_000_000) });
    assert.deepEqual(ended, { output: '{}\n' });
  });

  it('tells of one that cannot be started', async () => {
    assert.ok('failure' in (await callShellcheck(join(folder, 'none'), request)));
    assert.ok('failure' in (await callShellcheck(folder, request)));
  });

  it('reads no settings of a repository and no other file', async function () {
    needs(this, shellcheck);
    writeFileSync(join(folder, '.shellcheckrc'), 'disable=SC2086\n');
    const real = which('shellcheck') ?? '';
    const input = '# shellcheck source=/etc/passwd\n. "$file"\necho $x\n';
    const ended = await callShellcheck(real, { shell: 'bash', input });
    assert.ok('output' in ended);
    assert.match(ended.output, /"code":2086/);
    assert.doesNotMatch(ended.output, /root:/);
  });
});
