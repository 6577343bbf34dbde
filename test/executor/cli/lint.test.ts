import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../e2e/serving.js';
import { needs, shellcheck } from '../../support/needs.js';
import { CommandLine } from './command-line.js';
import { type LintWorld, lintHere } from './lint-here.js';

const CHAT = 'rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]';
const CLEAN = `status:\n  ${CHAT}\n  script: [./bin/status]\n`;
const UNQUOTED = `status:\n  ${CHAT}\n  script:\n    - ./bin/status $CHAT_INPUT # why\n`;
const EXPOSED = 'build:\n  script: [make]\n';

interface Located {
  readonly rule: string;
  readonly severity: string;
  readonly at: { readonly file: string; readonly line: number };
}

interface Placed {
  readonly rule: string;
  readonly at: { readonly start: number; readonly end: number };
}

describe('gitlab-chatops lint', function () {
  this.timeout(60_000);
  let command: CommandLine;
  let root: string;

  beforeEach(() => {
    command = CommandLine.open();
    root = command.project;
  });
  afterEach(() => command.close());

  const write = (files: Readonly<Record<string, string>>): void => command.write(files);

  const environment = () => ({ PATH: process.env.PATH, HOME: command.parent, GIT_CONFIG_NOSYSTEM: '1' });

  /** In this process, which is quicker; what the process itself adds has tests of its own. */
  const run = (args: readonly string[], options: Partial<LintWorld> = {}) =>
    lintHere(args, { cwd: root, environment: environment(), ...options });

  const json = async (args: readonly string[], options = {}): Promise<readonly Located[]> => {
    const { stdout } = await run([...args, '--format', 'json'], options);
    const answer: { readonly findings: readonly Located[] } = JSON.parse(stdout);
    return answer.findings;
  };

  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    execFileSync('git', [...identity, ...args], { cwd: root, env: environment() });
  };

  it('ends with 0 when nothing fails, 1 with errors or too many warnings, 2 when the call is wrong', async () => {
    write({
      'clean/.gitlab-ci.yml': CLEAN,
      'error/.gitlab-ci.yml': UNQUOTED,
      'warning/.gitlab-ci.yml': EXPOSED,
    });
    assert.equal((await run(['clean'])).status, 0);
    assert.equal((await run(['error'])).status, 1);
    assert.equal((await run(['error', '--exit-zero'])).status, 0);
    assert.equal((await run(['warning'])).status, 0);
    assert.equal((await run(['warning', '--max-warnings', '0'])).status, 1);
    assert.equal((await run(['warning', '--max-warnings', '1'])).status, 0);
    for (const args of [['no-such-path'], ['--explain', 'no-such-rule'], ['-', '--fix']]) {
      assert.equal((await run(args)).status, 2);
    }
  });

  it('is the same as a process, which knows wrong options too', async () => {
    write({ '.gitlab-ci.yml': UNQUOTED });
    const call = (...args: readonly string[]) => command.call(['lint', ...args]);
    const here = await run([]);
    const ended = await call();
    assert.deepEqual([ended.status, ended.stdout, ended.stderr], [here.status, here.stdout, here.stderr]);
    const wrong = [['--max-warnings', 'x'], ['--format', 'xml'], ['--no-such-option'], ['no-such-path']];
    const ends = await Promise.all(wrong.map((args) => call(...args)));
    assert.deepEqual(
      ends.map(({ status, stdout, stderr }) => [status, stdout, stderr === '']),
      wrong.map(() => [2, '', false]),
    );
  });

  it('names files from the current directory: subfolders, several repositories, one file', async () => {
    write({ 'a/.gitlab-ci.yml': UNQUOTED, 'b/.gitlab-ci.yml': EXPOSED, 'c/ci.yml': EXPOSED });
    const places = (await json(['a', 'b', 'c/ci.yml']))
      .filter(({ severity }) => severity !== 'info')
      .map(({ rule, at }) => `${at.file}:${at.line} ${rule}`);
    assert.deepEqual(places, [
      'a/.gitlab-ci.yml:4 chat-input-unquoted',
      'b/.gitlab-ci.yml:1 chat-exposed',
      'c/ci.yml:1 chat-exposed',
    ]);
    assert.match(
      (await run(['a', 'b'])).stdout,
      /a\/\.gitlab-ci\.yml:4:20[^\n]*\n[^\n]*\n +4 \| {5}- \.\/bin\/status \$CHAT_INPUT # why\n/,
    );
  });

  it('takes a file below the root for the config of the whole repository, with includes from its root', async () => {
    write({ '.gitlab-ci.yml': CLEAN, 'ci/other.yml': 'include: /ci/part.yml\n', 'ci/part.yml': EXPOSED });
    git('init', '--quiet');
    const found = (await json(['ci/other.yml'])).map(({ rule, at }) => `${at.file} ${rule}`);
    assert.deepEqual(found, ['ci/part.yml chat-exposed']);
    // From inside the folder, files above it are named from the repository's root.
    const inside = (await json(['other.yml'], { cwd: join(root, 'ci') })).map(({ at }) => at.file);
    assert.deepEqual(inside, ['part.yml']);
  });

  it('reads standard input: with no place nothing around it is known, with one it is the file of that name', async () => {
    write({ 'inc.yml': EXPOSED });
    const text = `include: inc.yml\n${UNQUOTED}`;
    const loose = (await json(['-'], { input: text })).map(({ rule }) => rule);
    assert.ok(loose.includes('ci-include-unknown') && loose.includes('chat-input-unquoted'));
    assert.ok(!loose.includes('chat-exposed'));
    const placed = await json(['-', '--stdin-filename', 'x.yml'], { input: text });
    assert.deepEqual(
      placed.filter(({ severity }) => severity !== 'info').map(({ rule, at }) => `${at.file} ${rule}`),
      ['inc.yml chat-exposed', 'x.yml chat-input-unquoted'],
    );
    assert.equal(
      (await run(['-'], { input: 'a: { script: [x], only: [master] }\n' })).stdout.includes('chat-exposed'),
      true,
    );
  });

  it('looks at a commit', async () => {
    write({ '.gitlab-ci.yml': UNQUOTED });
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'one');
    write({ '.gitlab-ci.yml': CLEAN });
    assert.equal((await run(['.'])).status, 0);
    assert.equal((await run(['.', '--ref', 'HEAD'])).status, 1);
    assert.equal((await run(['.', '--ref', 'HEAD', '--fix'])).status, 2);
  });

  it('follows .chatops.yml, and refuses what it does not know', async () => {
    write({ '.gitlab-ci.yml': EXPOSED, '.chatops.yml': 'jobs: [build]\n' });
    assert.deepEqual(
      (await json(['.'])).filter(({ rule }) => rule === 'chat-exposed'),
      [],
    );
    write({ '.chatops.yml': 'rules: { chat-exposed: error }\n' });
    assert.equal((await run(['.'])).status, 1);
    write({ '.chatops.yml': 'rules: { chat-expose: off }\n' });
    const { status, stderr } = await run(['.']);
    assert.equal(status, 2);
    assert.match(stderr, /\.chatops\.yml line 1: .*chat-expose.*chat-exposed.*CONFIG_LINT_SETTINGS/);
  });

  it('lists and explains rules', async () => {
    assert.match((await run(['--list-rules'])).stdout, /^chat-exposed +warning +\S/m);
    assert.match((await run(['--explain', 'chat-exposed'])).stdout, /## Why/);
    const rules: readonly { readonly id: string }[] = JSON.parse(
      (await run(['--list-rules', '--format', 'json'])).stdout,
    );
    assert.ok(rules.some(({ id }) => id === 'ci-config-error'));
  });

  it('prints one valid document in every format', async () => {
    write({ '.gitlab-ci.yml': UNQUOTED });
    const sarif = JSON.parse((await run(['--format', 'sarif'])).stdout);
    assert.equal(sarif.version, '2.1.0');
    const quality = JSON.parse((await run(['--format', 'codequality'])).stdout);
    assert.equal(quality[0].location.path, '.gitlab-ci.yml');
    assert.match((await run(['--format', 'github'])).stdout, /^::error file=\.gitlab-ci\.yml,line=4,/m);
    assert.equal((await run([])).stdout.includes('\u001b'), false);
    assert.equal((await run(['--color'])).stdout.includes('\u001b[31m'), true);
  });

  it('reports once what two arguments or two configurations share', async () => {
    write({ '.gitlab-ci.yml': 'include: part.yml\n', 'b.yml': 'include: part.yml\n', 'part.yml': UNQUOTED });
    const found = await json(['.', '.gitlab-ci.yml', 'b.yml']);
    assert.equal(found.filter(({ rule }) => rule === 'chat-input-unquoted').length, 1);
  });

  it('ends quietly when its reader leaves, and with a sentence when standard output is full', async () => {
    write({ '.gitlab-ci.yml': UNQUOTED });
    const shell = (after: string) => {
      const line = `"$1" "$2" lint --format json ${after}`;
      return spawnSync('bash', ['-o', 'pipefail', '-c', line, 'bash', process.execPath, bundle], {
        cwd: root,
        env: environment(),
        encoding: 'utf8',
      });
    };
    const left = shell('--exit-zero | true');
    assert.deepEqual([left.status, left.stderr], [0, '']);
    if (!existsSync('/dev/full')) return;
    const full = shell('>/dev/full');
    assert.equal(full.status, 3);
    assert.equal(full.stderr.trim().split('\n').length, 1);
  });

  describe('shellcheck', () => {
    const SHELL = `a:\n  ${CHAT}\n  variables: { GIT_STRATEGY: none }\n  script:\n    - ls $(basename $DIR)\n`;

    /** A search path with a shellcheck of our own making, and what lint needs. */
    const withShellcheck = (script: string) => {
      const folder = join(command.parent, 'bin');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'shellcheck'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, 'shellcheck'), 0o755);
      return { environment: { ...environment(), PATH: `${folder}:${process.env.PATH}` } };
    };

    it('joins in where it is installed, and its findings are in every format', async function () {
      needs(this, shellcheck);
      write({ '.gitlab-ci.yml': SHELL });
      const rules = async (...args: readonly string[]) =>
        (await json(['.', ...args])).map(({ rule, at }) => `${at.line} ${rule}`).sort();
      assert.deepEqual(await rules(), ['5 shellcheck-SC2046', '5 shellcheck-SC2086']);
      assert.deepEqual(await rules('--no-shellcheck'), []);
      for (const format of ['text', 'sarif', 'codequality', 'github']) {
        const { stdout } = await run(['.', '--format', format]);
        assert.match(stdout, /shellcheck-SC2086/);
        assert.match(stdout, /https:\/\/www\.shellcheck\.net\/wiki\/SC2086/);
      }
      assert.match((await run(['--explain', 'shellcheck-SC2086'])).stdout, /wiki\/SC2086\n$/);
    });

    it('is silenced by comments and weighed by .chatops.yml', async function () {
      needs(this, shellcheck);
      write({
        '.gitlab-ci.yml': SHELL.replace('$DIR)', '$DIR) # chatops: ignore[shellcheck-SC2086] one word'),
        '.chatops.yml': 'rules: { shellcheck-SC2046: error }\n',
      });
      const found = (await json(['.'])).map(({ rule, severity }) => [rule, severity]);
      assert.deepEqual(found, [['shellcheck-SC2046', 'error']]);
      // Without shellcheck nobody knows whether the comment is needed.
      assert.deepEqual(await json(['.', '--no-shellcheck']), []);
    });

    it('finds the place behind wide characters, carriage returns and NUL', async function () {
      needs(this, shellcheck);
      const entries = ["echo 'é😀' $A", '"echo \\"\\0é\\t😀\\r\\" $B"', '|\n      true\n      echo "😀" $C'];
      const text = `a:\n  ${CHAT}\n  script:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`;
      const files = [text, text.replaceAll('\n', '\r\n')];
      for (const content of files) {
        write({ '.gitlab-ci.yml': content });
        const { stdout } = await run(['.', '--format', 'json']);
        const answer: { readonly findings: readonly Placed[] } = JSON.parse(stdout);
        const places = answer.findings
          .filter(({ rule }) => rule === 'shellcheck-SC2086')
          .map(({ at }) => content.slice(at.start, at.end));
        assert.deepEqual(places, ['$A', '$B', '$C']);
      }
    });

    it('is missed only when it is asked for', async () => {
      write({ '.gitlab-ci.yml': SHELL });
      const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
      const folder = join(command.parent, 'only-git');
      mkdirSync(folder);
      symlinkSync(git, join(folder, 'git'));
      const here = { environment: { ...environment(), PATH: folder } };
      assert.deepEqual([(await run(['.'], here)).status, (await run(['.'], here)).stderr], [0, '']);
      const asked = await run(['.', '--shellcheck'], here);
      assert.equal(asked.status, 2);
      assert.match(asked.stderr, /CONFIG_SHELLCHECK_MISSING/);
    });

    it('that dies or talks nonsense costs a line, and a failure when it was asked for', async () => {
      write({ '.gitlab-ci.yml': SHELL });
      for (const script of ['kill -SEGV $$', 'echo nonsense', 'exit 4', 'cat >/dev/null; printf "\\0"']) {
        const world = withShellcheck(script);
        const quiet = await run(['.'], world);
        assert.equal(quiet.status, 0);
        assert.match(quiet.stderr, /^gitlab-chatops: shellcheck .*not read: the script of "a"\n$/);
        assert.equal((await run(['.', '--shellcheck'], world)).status, 1);
      }
    });
  });

  describe('--fix', () => {
    it('mends in place, keeps the mode and everything else, and leaves no file behind', async () => {
      write({ '.gitlab-ci.yml': UNQUOTED, 'inc.yml': '' });
      chmodSync(join(root, '.gitlab-ci.yml'), 0o640);
      const { status, stderr } = await run(['.', '--fix']);
      assert.deepEqual([status, stderr], [0, 'gitlab-chatops: mended .gitlab-ci.yml\n']);
      assert.equal(
        readFileSync(join(root, '.gitlab-ci.yml'), 'utf8'),
        UNQUOTED.replace('$CHAT_INPUT', '"$CHAT_INPUT"'),
      );
      assert.equal(statSync(join(root, '.gitlab-ci.yml')).mode & 0o777, 0o640);
      assert.deepEqual(readdirSync(root).sort(), ['.gitlab-ci.yml', 'inc.yml']);
    });

    it('changes no file that has nothing to mend', async () => {
      write({ '.gitlab-ci.yml': CLEAN });
      const { ino, mtimeMs } = statSync(join(root, '.gitlab-ci.yml'));
      await run(['.', '--fix']);
      const after = statSync(join(root, '.gitlab-ci.yml'));
      assert.deepEqual([after.ino, after.mtimeMs], [ino, mtimeMs]);
    });

    it('mends included files too', async () => {
      write({ '.gitlab-ci.yml': 'include: ci/part.yml\n', 'ci/part.yml': UNQUOTED });
      await run(['.', '--fix']);
      assert.match(readFileSync(join(root, 'ci/part.yml'), 'utf8'), /"\$CHAT_INPUT"/);
    });

    it('writes nothing over bytes that are no UTF-8', async () => {
      const bytes = Buffer.concat([Buffer.from(UNQUOTED), Buffer.from([0x23, 0xff, 0x0a])]);
      writeFileSync(join(root, '.gitlab-ci.yml'), bytes);
      assert.notEqual((await run(['.', '--fix'])).status, 0);
      assert.deepEqual(readFileSync(join(root, '.gitlab-ci.yml')), bytes);
    });
  });

  describe('a hostile repository', () => {
    it('includes nothing from outside the root, by .. or by a link, and mends nothing there', async () => {
      write({
        'out/secret.yml': UNQUOTED,
        'repo/.gitlab-ci.yml': `include: ["../out/secret.yml", "link.yml", "folder/secret.yml"]\n${CLEAN}`,
      });
      symlinkSync('../out/secret.yml', join(root, 'repo/link.yml'));
      symlinkSync('../out', join(root, 'repo/folder'));
      const { stdout } = await run(['repo', '--fix', '--format', 'json']);
      assert.equal(stdout.includes('CHAT_INPUT comes from chat'), false);
      assert.equal(readFileSync(join(root, 'out/secret.yml'), 'utf8'), UNQUOTED);
    });

    it('does not follow a link in the place of the config', async () => {
      write({ 'out.yml': UNQUOTED });
      mkdirSync(join(root, 'repo'));
      symlinkSync('../out.yml', join(root, 'repo/.gitlab-ci.yml'));
      await run(['repo', '--fix']);
      assert.equal(readFileSync(join(root, 'out.yml'), 'utf8'), UNQUOTED);
    });

    it('runs nothing: no hook, no filter, no file monitor, no shellcheck of its own', async () => {
      const mark = join(root, 'ran');
      write({
        'repo/.gitlab-ci.yml': UNQUOTED,
        'repo/.gitattributes': '* filter=evil\n',
        'repo/evil': `#!/bin/sh\ntouch ${mark}\ncat\n`,
        'repo/shellcheck': `#!/bin/sh\ntouch ${mark}\n`,
      });
      for (const name of ['evil', 'shellcheck']) chmodSync(join(root, 'repo', name), 0o755);
      const inRepo = (...args: string[]) =>
        execFileSync('git', args, { cwd: join(root, 'repo'), env: environment() });
      inRepo('init', '--quiet');
      inRepo('config', 'filter.evil.clean', './evil');
      inRepo('config', 'filter.evil.smudge', './evil');
      inRepo('config', 'core.fsmonitor', './evil');
      await run(['.'], { cwd: join(root, 'repo') });
      await run(['repo']);
      assert.equal(existsSync(mark), false);
    });

    it('prints no control characters of the repository to a terminal', async () => {
      write({ '.gitlab-ci.yml': '"a\\e[31mb\\u009b\\u202e": { script: ["echo \\e[0m"] }\n' });
      const { stdout } = await run(['.']);
      assert.match(stdout, /chat-exposed/);
      assert.equal(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.test(stdout), false);
    });
  });
});
