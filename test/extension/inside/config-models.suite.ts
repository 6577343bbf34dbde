import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ConfigModels } from '../../../extension/src/workspace/index.js';

const folder = (): vscode.Uri => {
  const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(uri);
  return uri;
};
const file = (path: string): vscode.Uri => vscode.Uri.joinPath(folder(), path);
const write = (path: string, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(file(path), new TextEncoder().encode(text));

/** The workspace of this suite is an empty folder. */
describe('configurations of the workspace', () => {
  let models: ConfigModels;

  before(async () => {
    await write('.gitlab-ci.yml', 'include: ci/chat.yml\nbuild: { script: make }\n');
    await write('ci/chat.yml', 'deploy: { script: ./deploy, only: [chat] }\n');
    await write('other/.gitlab-ci.yml', 'hello: { script: echo hello }\n');
    models = new ConfigModels(vscode.window.createOutputChannel('test', { log: true }));
    await models.settled();
  });
  after(() => models.dispose());

  const jobs = (at: string): string[] =>
    models.all.find(({ root }) => root.uri.path.endsWith(at))?.config.jobs.map(({ name }) => name) ?? [];

  /** The jobs will be these; mocha's own limit ends the wait. */
  async function comesTo(at: string, names: readonly string[]): Promise<void> {
    const isThere = (): boolean => jobs(at).join() === names.join();
    if (isThere()) return;
    await new Promise<void>((done) => {
      const subscription = models.onDidChange(() => {
        if (!isThere()) return;
        subscription.dispose();
        done();
      });
    });
  }

  async function edit(path: string, from: string, to: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(file(path));
    const start = document.positionAt(document.getText().indexOf(from));
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, new vscode.Range(start, start.translate(0, from.length)), to);
    assert.equal(await vscode.workspace.applyEdit(change), true);
    await models.settled();
  }

  it('are found below the folder, outer first, with what they include', () => {
    assert.deepEqual(
      models.all.map(({ root }) => vscode.workspace.asRelativePath(root.uri)),
      ['.gitlab-ci.yml', 'other/.gitlab-ci.yml'],
    );
    assert.deepEqual(jobs('/.gitlab-ci.yml'), ['deploy', 'build']);
  });

  it('know which of them an included file belongs to', () => {
    const roots = models.of(file('ci/chat.yml')).map(({ root }) => root.path);
    assert.deepEqual(roots, ['.gitlab-ci.yml']);
    assert.deepEqual(models.of(file('no.yml')), []);
  });

  it('say for each job whether chat can run it, with its place', () => {
    const [model] = models.of(file('ci/chat.yml'));
    const deploy = model?.exposures.find(({ job }) => job.name === 'deploy');
    assert.ok(model && deploy);
    assert.equal(deploy.chat, 'yes');
    assert.equal(model.uri(deploy.job.at.file)?.toString(), file('ci/chat.yml').toString());
    assert.deepEqual(model.range(deploy.job.at).start, new vscode.Position(0, 0));
  });

  it('follow unsaved text, also of included files, and its loss', async () => {
    await edit('ci/chat.yml', 'deploy:', 'release:');
    assert.deepEqual(jobs('/.gitlab-ci.yml'), ['release', 'build']);
    const document = await vscode.workspace.openTextDocument(file('ci/chat.yml'));
    // The command reverts the editor that is in front, and the window says only later which one that is.
    while (document.isDirty) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await comesTo('/.gitlab-ci.yml', ['deploy', 'build']);
  });

  it('follow an include that is missing until somebody writes the file', async () => {
    await edit('.gitlab-ci.yml', 'ci/chat.yml', 'ci/new.yml');
    assert.deepEqual(models.all[0]?.config.errors.length, 1);
    await write('ci/new.yml', 'newer: { script: echo }\n');
    await comesTo('/.gitlab-ci.yml', ['newer', 'build']);
  });

  it('take one that another includes as part of that one', async () => {
    await edit('.gitlab-ci.yml', 'ci/new.yml', 'other/.gitlab-ci.yml');
    assert.deepEqual(jobs('/.gitlab-ci.yml'), ['hello', 'build']);
    assert.equal(models.all.length, 1);
  });

  it('follow the files that a rule asks for', async () => {
    await write(
      'third/.gitlab-ci.yml',
      'wait: { script: echo, rules: [{ exists: [third.txt, other/third.txt] }] }\n',
    );
    const chat = (): string | undefined =>
      models.all.find(({ root }) => root.uri.path.endsWith('/third/.gitlab-ci.yml'))?.exposures[0]?.chat;
    const comes = (wanted: string): Promise<void> =>
      new Promise((done) => {
        const look = (): void => {
          if (chat() !== wanted) return;
          subscription.dispose();
          done();
        };
        const subscription = models.onDidChange(look);
        look();
      });
    await comes('no');
    await write('third/other/third.txt', '');
    await comes('yes');
    await vscode.workspace.fs.delete(file('third/.gitlab-ci.yml'));
    await comesTo('/third/.gitlab-ci.yml', []);
  });

  it('follow the path that the settings name', async () => {
    await write('ci/main.yml', 'main: { script: echo }\n');
    const settings = vscode.workspace.getConfiguration('gitlabChatops');
    await settings.update('ciConfigPath', 'ci/main.yml', vscode.ConfigurationTarget.Workspace);
    await models.settled();
    assert.deepEqual(
      models.all.map(({ root }) => [root.path, root.repository.path]),
      [['ci/main.yml', folder().path]],
    );
    await settings.update('ciConfigPath', undefined, vscode.ConfigurationTarget.Workspace);
  });
});
