import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  type LaunchPlan,
  launchWords,
  toArguments,
  toShell,
  type Word,
} from '@gitlab-chatops/executor/sandbox';
import fc from 'fast-check';
import { parsePasswd } from '../../../executor/src/sandbox/account.js';

const ada = { name: 'ada', uid: 1000, gid: 1000, home: '/home/ada', shell: '/bin/bash' };
const host: LaunchPlan = { type: 'host', identity: ada, environment: {}, setsid: true };

/** What a POSIX shell makes of the text. */
function throughShell(text: string, environment: Record<string, string>): string[] {
  const script = `eval "set -- $TEXT"; for word; do printf '%s\\0' "$word"; done`;
  const { stdout } = spawnSync('sh', ['-c', script], {
    env: { ...environment, TEXT: text },
    encoding: 'utf8',
  });
  return stdout.split('\0').slice(0, -1);
}

describe('a command line as arguments and as shell text', () => {
  it('is the same for any text', () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
    const word = fc.oneof(
      text,
      fc.record({
        before: text,
        from: fc.constantFrom('A', 'EMPTY', 'MISSING'),
        fallback: fc.constantFrom('', '/usr/bin:/bin', 'C.UTF-8'),
        after: text,
      }),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), text, (words: Word[], value) => {
        const environment = { A: value, EMPTY: '' };
        assert.deepEqual(throughShell(toShell(words), environment), toArguments(words, environment));
      }),
      { numRuns: 60 },
    );
  });
});

describe('launchWords', () => {
  const line = (plan: LaunchPlan, output: 'pipe' | 'terminal' = 'pipe') =>
    toArguments(launchWords(plan, output), {
      PATH: '/bin',
      LANG: '',
      CHATOPS_CALL_MARK: '/tmp/x/',
      CHATOPS_CALL_PRIVATE: '/p',
    });

  it('builds the environment from nothing', () => {
    assert.deepEqual(line({ ...host, environment: { http_proxy: 'http://p' } }), [
      ...['env', '-i', 'HOME=/home/ada', 'USER=ada', 'LOGNAME=ada', 'SHELL=/bin/bash', 'PATH=/bin'],
      ...['LANG=C.UTF-8', 'http_proxy=http://p', 'CHATOPS_STAGE=/tmp/x/'],
    ]);
  });

  it('tells programs at a terminal that nobody sits there', () => {
    const words = line(host, 'terminal');
    for (const one of ['TERM=xterm', 'PAGER=cat', 'GIT_TERMINAL_PROMPT=0'])
      assert.ok(words.includes(one), one);
    assert.equal(words.at(-1), 'setsid');
  });

  it('changes the account before the sandbox begins', () => {
    const words = line({
      ...host,
      type: 'bubblewrap',
      account: ada,
      bubblewrap: {
        buildsDir: '/b',
        cacheDir: '/c',
        home: '/home/ada',
        hidden: ['/state'],
        hiddenFiles: ['/token'],
        readOnly: ['/run/resolv.conf'],
        readWrite: ['/srv/tools'],
      },
    });
    const order = ['env', 'setsid', 'setpriv', 'bwrap', '--'].map((word) => words.indexOf(word));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    assert.ok(!order.includes(-1));
    const text = words.join(' ');
    for (const part of [
      '--reuid=1000 --regid=1000 --init-groups',
      '--unshare-pid',
      '--die-with-parent --new-session',
      '--ro-bind / /',
      '--tmpfs /state',
      '--ro-bind /dev/null /token',
      '--bind /p/tmp /tmp',
      '--bind /p/home /home/ada',
      '--ro-bind-try /run/resolv.conf /run/resolv.conf',
      '--bind /b /b --bind /c /c',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('puts the helper program behind the search path', () => {
    assert.ok(line({ ...host, helperFolder: '/opt/runner' }).includes('PATH=/bin:/opt/runner'));
  });
});

describe('parsePasswd', () => {
  const text = 'root:x:0:0:root:/root:/bin/bash\nci:x:991:992::/srv/ci:\n# comment\n';

  it('finds an account by name and by number', () => {
    const ci = { name: 'ci', uid: 991, gid: 992, home: '/srv/ci', shell: '/bin/sh' };
    assert.deepEqual(parsePasswd(text, 'ci'), ci);
    assert.deepEqual(parsePasswd(text, '991'), ci);
    assert.equal(parsePasswd(text, 'nobody'), undefined);
  });
});
