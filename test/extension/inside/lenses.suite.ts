import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, file, replace, show, write } from './workspace.js';

const ROOT = `include: ci/more.yml
.chat: { rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }] }
runs: { extends: .chat, script: [make] }
anywhere: { script: [make] }
asks: { script: [make], rules: [{ if: $CHAT_INPUT == "now" }] }
matrix: { extends: .chat, script: [make], parallel: 2 }
`;

describe('lenses', () => {
  const root = file('.gitlab-ci.yml');
  const included = file('ci/more.yml');

  before(async () => {
    await write('.gitlab-ci.yml', ROOT);
    await write('ci/more.yml', 'elsewhere: { extends: .chat, needs: [runs], script: [make] }\n');
  });
  afterEach(closeAll);

  /** As `line title`, lines counted from one. */
  async function lenses(uri: vscode.Uri): Promise<string[]> {
    const all: vscode.CodeLens[] = await vscode.commands.executeCommand(
      'vscode.executeCodeLensProvider',
      uri,
      99,
    );
    return all
      .filter(({ command }) => command?.command.startsWith('gitlabChatops.'))
      .map(({ range, command }) => `${range.start.line + 1} ${command?.title}`);
  }

  it('say of each job whether chat can run it, what else does, and offer to run it', async () => {
    await show('.gitlab-ci.yml');
    const shown = await lenses(root);
    assert.deepEqual(
      shown.filter((lens) => lens.includes('Run from chat')).map((lens) => lens.slice(0, 1)),
      ['3', '4', '5'],
    );
    assert.ok(shown.includes('3 chat: runs'));
    assert.ok(shown.includes('4 chat: runs'));
    assert.ok(
      shown.some((lens) => /^4 also runs on push, tag/.test(lens)),
      shown.join('\n'),
    );
    assert.ok(shown.includes('5 chat: depends on $CHAT_INPUT'));
    assert.equal(shown.filter((lens) => lens.startsWith('6 chat: cannot run: ')).length, 1);
  });

  it('stand in included files', async () => {
    await show('ci/more.yml');
    assert.match((await lenses(included)).join(), /^1 chat: cannot run: [^,]*needs/);
  });

  it('stay where they are while the text is no YAML, and follow when it is again', async () => {
    await show('.gitlab-ci.yml');
    const before = await lenses(root);
    await replace(root, 'include: ci/more.yml', 'inclu\n# a new line');
    const during = await lenses(root);
    assert.deepEqual(
      during,
      before.map((lens) => `${Number(lens.slice(0, 1)) + 1}${lens.slice(1)}`),
    );
    await replace(root, 'inclu\n', 'stages: [test]\n');
    await replace(root, 'anywhere:', 'renamed:');
    assert.equal((await lenses(root)).length, before.length);
  });

  it('can be turned off', async () => {
    const settings = vscode.workspace.getConfiguration('gitlabChatops', root);
    await show('.gitlab-ci.yml');
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Workspace);
    await eventually(async () => (await lenses(root)).length === 0);
    await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually(async () => (await lenses(root)).length > 0);
  });
});
