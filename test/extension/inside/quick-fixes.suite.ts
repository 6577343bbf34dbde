import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, comesTo, eventually, file, found, placeOf, show, write } from './workspace.js';

const ROOT = `.chat: { rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }], variables: { GIT_STRATEGY: none } }
hello:
  extends: .chat
  script:
    - echo $CHAT_INPUT
    - |
      echo first \\
        $CHAT_INPUT
      cat <<END
      $CHAT_INPUT
      END
  only: [chat]
`;

const VALID = ROOT.replace('  only: [chat]\n', '');

describe('quick fixes', () => {
  const root = file('.gitlab-ci.yml');

  beforeEach(async () => {
    await write('.gitlab-ci.yml', VALID);
    await show('.gitlab-ci.yml');
    await eventually(
      () => found(root).includes('5 chat-input-unquoted') && found(root).includes('8 chat-input-unquoted'),
      () => found(root),
    );
  });
  afterEach(async () => {
    await closeAll();
    await comesTo(root, []);
  });

  const text = (): string => vscode.window.activeTextEditor?.document.getText() ?? '';

  async function actionsAt(where: string, offset: number, kind?: string): Promise<vscode.CodeAction[]> {
    const position = await placeOf(root, where, offset);
    const range = new vscode.Range(position, position);
    return vscode.commands.executeCommand('vscode.executeCodeActionProvider', root, range, kind, 50);
  }

  it('offer the safe mend as the preferred one, then ignoring and the page', async () => {
    const actions = await actionsAt('echo $CHAT_INPUT', 8);
    const [mend] = actions;
    assert.equal(mend?.isPreferred, true);
    assert.equal(actions.filter(({ isPreferred }) => isPreferred).length, 1);
    assert.ok(mend.edit);
    const pages = actions.filter(({ command }) => command !== undefined);
    assert.equal(pages.length, 3);
    assert.equal(await vscode.workspace.applyEdit(mend.edit), true);
    assert.ok(text().includes('- echo "$CHAT_INPUT"\n'));
    await eventually(() => !found(root).includes('5 chat-input-unquoted'));
  });

  it('mend everything that is safe at once, also on save', async () => {
    const settings = vscode.workspace.getConfiguration('editor', root);
    const onSave = { 'source.fixAll.gitlabChatops': 'explicit' };
    await settings.update('codeActionsOnSave', onSave, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('workbench.action.files.save');
    await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    assert.ok(
      text().includes('- echo "$CHAT_INPUT"\n') && text().includes('        "$CHAT_INPUT"\n'),
      text(),
    );
    await eventually(() => !found(root).join().includes('chat-input-unquoted'));
  });

  it('mend everything by a command', async () => {
    await vscode.commands.executeCommand('gitlabChatops.fixAll');
    assert.ok(
      text().includes('- echo "$CHAT_INPUT"\n') && text().includes('        "$CHAT_INPUT"\n'),
      text(),
    );
  });

  async function ignoreAt(where: string, offset: number, rule: string): Promise<void> {
    const actions = await actionsAt(where, offset);
    const ignore = actions.find(({ title }) => title.includes(`Ignore ${rule}`));
    assert.ok(ignore?.edit, JSON.stringify(actions));
    assert.equal(await vscode.workspace.applyEdit(ignore.edit), true);
  }

  it('ignore with a comment above the line', async () => {
    await ignoreAt('echo $CHAT_INPUT', 8, 'chat-input-unquoted');
    const comment = '    # chatops: ignore[chat-input-unquoted] reason\n    - echo $CHAT_INPUT\n';
    await eventually(
      () => text().includes(comment),
      () => text(),
    );
    await eventually(() => !found(root).includes('6 chat-input-unquoted'));
  });

  it('ignore at the end of a line where a comment above would change the script', async () => {
    await ignoreAt('        $CHAT_INPUT', 10, 'chat-input-unquoted');
    await eventually(
      () => text().includes('        $CHAT_INPUT # chatops: ignore[chat-input-unquoted] reason\n'),
      () => text(),
    );
  });
});
