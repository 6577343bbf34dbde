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

  it('says above each job what chat can do, and that it cannot be tried here', async () => {
    const [editor] = vscode.window.visibleTextEditors;
    assert.ok(editor);
    const lenses: vscode.CodeLens[] = await vscode.commands.executeCommand(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
      99,
    );
    const titles = lenses.map(({ command }) => command?.title ?? '');
    assert.ok(titles.includes('chat: runs'), titles.join());
    assert.ok(titles.includes('cannot be tried here: a browser has no shell'), titles.join());
    assert.equal(
      titles.some((title) => title.startsWith('Run from chat')),
      false,
    );
  });

  it('goes to what extends names', async () => {
    const [editor] = vscode.window.visibleTextEditors;
    assert.ok(editor);
    const { document } = editor;
    const position = document.positionAt(document.getText().indexOf('extends: .chat') + 10);
    const links: (vscode.Location | vscode.LocationLink)[] = await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    assert.equal(links.length, 1);
  });

  it('says that it cannot run jobs', async () => {
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('gitlabChatops.run'));
    assert.equal(commands.includes('gitlabChatops.runAgain'), false);
  });
});
