import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const NAME = 'gitlab-chatops.gitlab-chatops';

/** Runs in the browser's extension host: no Node, no process. */
describe('the extension in a browser', () => {
  it('is not in a Node host', () => {
    assert.equal(typeof process === 'undefined' || process.versions?.node === undefined, true);
  });

  it('starts', async () => {
    const extension = vscode.extensions.getExtension(NAME);
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('lints, shell included', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder, '.gitlab-ci.yml');
    await vscode.window.showTextDocument(file);
    const codes = await new Promise<readonly string[]>((done) => {
      const look = (): void => {
        const found = vscode.languages.getDiagnostics(file);
        if (found.length === 0) return;
        subscription.dispose();
        done(found.map(({ code }) => String(typeof code === 'object' ? code.value : code)));
      };
      const subscription = vscode.languages.onDidChangeDiagnostics(look);
      look();
    });
    assert.ok(
      codes.some((code) => code.startsWith('chat-')),
      codes.join(),
    );
  });

  it('says that it cannot run jobs', async () => {
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('gitlabChatops.run'));
    assert.equal(commands.includes('gitlabChatops.runAgain'), false);
  });
});
