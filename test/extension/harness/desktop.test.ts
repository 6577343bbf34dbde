import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { desktopExecutable, desktopVscode, runOnDesktop } from './desktop.js';
import { whyNotWhole } from './inner-run.js';

/** As much of the program as @vscode/test-electron's contract names: it loads a module, awaits run(), and ends so. */
const PROGRAM = `#!${process.execPath}
const valueOf = (name) => process.argv.find((one) => one.startsWith('--' + name + '='))?.slice(name.length + 3);
if (!require('fs').existsSync(valueOf('user-data-dir') + '/User/settings.json')) process.exit(3);
require(valueOf('extensionTestsPath')).run().then(() => process.exit(0), () => process.exit(1));
`;

describe('the runner for a desktop', function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), 'chatops-program-'));
  const program = join(folder, 'code');
  const before = { ...process.env };
  const at = (name: string): string => fileURLToPath(new URL(`./wrong/${name}.suite.ts`, import.meta.url));
  const run = (name: string, timeoutMs?: number) =>
    runOnDesktop({
      suites: [at(name)],
      extension: folder,
      folder,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });

  beforeEach(() => {
    writeFileSync(program, PROGRAM);
    chmodSync(program, 0o755);
    process.env.VSCODE_EXECUTABLE = program;
    delete process.env.VSCODE_DOWNLOAD;
  });
  afterEach(() => {
    process.env = { ...before };
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('runs suites in the program that is named, and hears of each test', async () => {
    const done = await run('failing');
    assert.equal(whyNotWhole(done), undefined);
    assert.deepEqual(
      done.events.map(({ kind }) => kind),
      ['pass', 'fail', 'end'],
    );
  });

  it('is red for a suite that throws, that is empty, and for a program that cannot start', async () => {
    for (const name of ['throws', 'empty']) assert.equal(typeof whyNotWhole(await run(name)), 'string', name);
    rmSync(program);
    assert.equal(typeof whyNotWhole(await run('failing')), 'string');
  });

  it('ends what does not end, within the bound', async () => {
    assert.match(whyNotWhole(await run('endless', 3_000)) ?? '', /timed out/);
  });

  it('finds the program behind the script on PATH, and says what is missing', () => {
    delete process.env.VSCODE_EXECUTABLE;
    process.env.PATH = join(folder, 'bin');
    process.env.DISPLAY = ':9';
    mkdirSync(join(folder, 'bin'));
    assert.match(desktopVscode.missing() ?? '', /VSCODE_EXECUTABLE/);
    writeFileSync(join(folder, 'bin/code'), '#!/bin/sh\n');
    chmodSync(join(folder, 'bin/code'), 0o755);
    assert.equal(desktopExecutable(), program);
    assert.equal(desktopVscode.missing(), undefined);
  });
});
