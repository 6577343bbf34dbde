import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import * as vscode from 'vscode';
import { launchOf } from '../../../extension/src/simulation/process/launch.js';
import { sandboxSetting } from '../../../extension/src/simulation/runs.js';

describe('how jobs are started', () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('gitlabChatops');
  const set = (name: string, value: unknown): Thenable<void> =>
    settings().update(name, value, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    for (const name of ['nodePath', 'programFolders', 'sandbox']) await set(name, undefined);
  });

  it('is by the Node that runs the editor, without the editor’s own variables', () => {
    process.env.VSCODE_FOR_THIS_TEST = 'x';
    const { node, environment } = launchOf('/extension');
    delete process.env.VSCODE_FOR_THIS_TEST;
    assert.equal(node, process.execPath);
    assert.equal(environment.GITLAB_CHATOPS_NODE, process.execPath);
    assert.equal(environment.VSCODE_FOR_THIS_TEST, undefined);
  });

  it('is by the programs that the machine’s settings name', async () => {
    await set('nodePath', '/opt/node/bin/node');
    await set('programFolders', ['/opt/git/bin', '/opt/bash/bin']);
    await set('sandbox', 'bubblewrap');
    const { node, environment } = launchOf('/extension');
    assert.equal(node, '/opt/node/bin/node');
    assert.deepEqual(environment.PATH?.split(delimiter).slice(0, 2), ['/opt/git/bin', '/opt/bash/bin']);
    assert.equal(sandboxSetting(), 'bubblewrap');
  });

  it('is by none that a folder names', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder, '.vscode/settings.json');
    const evil = {
      'gitlabChatops.nodePath': '/evil/node',
      'gitlabChatops.programFolders': ['/evil'],
      'gitlabChatops.ciConfigPath': 'ci/read-marker.yml',
    };
    const read = new Promise<void>((done) => {
      const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('gitlabChatops.ciConfigPath', folder)) return;
        subscription.dispose();
        done();
      });
    });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(evil)));
    // The setting that a folder may make has arrived, so the others would have.
    await read;
    const { node, environment } = launchOf('/extension');
    assert.equal(node, process.execPath);
    assert.equal(environment.PATH?.includes('/evil'), false);
    await vscode.workspace.fs.delete(file);
  });
});
