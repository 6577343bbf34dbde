import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = fileURLToPath(new URL('../../.setup/tools.mjs', import.meta.url));

/** Installs a tool of one file in a process of its own; `then` is more of its program. */
function install(root: string, marker: string, then = ''): Promise<number | null> {
  const program = `
    import { writeFileSync } from 'node:fs';
    import { installTool } from ${JSON.stringify(tools)};
    installTool({ name: 'tool-1', title: 'a tool', build(folder) {
      writeFileSync(folder + '/marker', ${JSON.stringify(marker)});
      ${then}
    } });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, GITLAB_CHATOPS_TOOLS: root },
    stdio: 'ignore',
  });
  return new Promise((done) => child.once('exit', done));
}

describe('tools of tests and packaging', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'chatops-tools-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are installed once when two runs begin together', async () => {
    assert.deepEqual(await Promise.all([install(root, 'a'), install(root, 'b')]), [0, 0]);
    assert.deepEqual(readdirSync(root), ['tool-1']);
    assert.deepEqual(readdirSync(join(root, 'tool-1')).sort(), ['marker', 'package.json']);
  });

  it('are there whole or not at all when a run is killed or fails, and the next one cleans up', async () => {
    assert.equal(await install(root, 'a', 'process.kill(process.pid, "SIGKILL");'), null);
    assert.equal(existsSync(join(root, 'tool-1')), false);
    assert.equal(await install(root, 'b', 'throw new Error("no network");'), 1);
    assert.deepEqual(readdirSync(root), []);
    assert.equal(await install(root, 'c'), 0);
    assert.deepEqual(readdirSync(root), ['tool-1']);
  });

  it('are not built again', async () => {
    mkdirSync(join(root, 'tool-1'));
    writeFileSync(join(root, 'tool-1', 'marker'), 'first');
    assert.equal(await install(root, 'second', 'process.exit(9);'), 0);
  });
});
