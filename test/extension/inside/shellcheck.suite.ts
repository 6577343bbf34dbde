import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, comesTo, eventually, file, replace, show, write } from './workspace.js';

const ROOT = `hello:
  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]
  variables: { GIT_STRATEGY: none }
  script:
    - echo "$GREETING" *
`;

/** Reports SC2035 where a star stands in the second line of its input. */
const FAKE = `#!/bin/sh
read -r header; read -r line
before=\${line%%'*'*}
[ "$before" != "$line" ] || { echo '{"comments":[]}'; exit; }
at=$((\${#before} + 1))
printf '{"comments":[{"file":"-","line":2,"endLine":2,"column":%d,"endColumn":%d,"level":"info","code":2035,"message":"a star","fix":null}]}' $at $((at + 1))
exit 1
`;

describe('shellcheck', () => {
  const root = file('.gitlab-ci.yml');
  const folder = mkdtempSync(join(tmpdir(), 'chatops-shellcheck-'));
  const settings = () => vscode.workspace.getConfiguration('gitlabChatops');
  const set = (enabled: boolean | undefined, path: string | undefined) =>
    Promise.all([
      settings().update('shellcheck.enabled', enabled, vscode.ConfigurationTarget.Workspace),
      settings().update('shellcheck.path', path, vscode.ConfigurationTarget.Global),
    ]);

  const program = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  };

  beforeEach(() => write('.gitlab-ci.yml', ROOT));
  afterEach(async () => {
    await set(undefined, undefined);
    await closeAll();
    await comesTo(root, []);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('joins in, follows what is typed, and goes when it is turned off', async () => {
    await set(true, program('shellcheck', FAKE));
    await show('.gitlab-ci.yml');
    await comesTo(root, ['5 shellcheck-SC2035']);
    const [first] = vscode.languages.getDiagnostics(root);
    assert.ok(first && typeof first.code === 'object');
    assert.equal(first.code.target.toString(), 'https://www.shellcheck.net/wiki/SC2035');
    const document = await vscode.workspace.openTextDocument(root);
    assert.equal(document.getText(first.range), '*');
    await replace(root, ' *', '');
    await comesTo(root, []);
    await replace(root, '"$GREETING"', '"$GREETING" *');
    await comesTo(root, ['5 shellcheck-SC2035']);
    await settings().update('shellcheck.enabled', false, vscode.ConfigurationTarget.Workspace);
    await comesTo(root, []);
  });

  it('that talks nonsense or is not there changes nothing', async () => {
    const mark = join(folder, 'called');
    await set(true, program('nonsense', `#!/bin/sh\ntouch ${mark}\necho nonsense\n`));
    await show('.gitlab-ci.yml');
    await replace(root, '"$GREETING"', '$CHAT_INPUT');
    await comesTo(root, ['5 chat-input-unquoted', '5 chat-input-variable']);
    await eventually(() => existsSync(mark));
    await comesTo(root, ['5 chat-input-unquoted', '5 chat-input-variable']);
    await set(true, join(folder, 'none'));
    await replace(root, '$CHAT_INPUT', 'eval $CHAT_INPUT');
    await eventually(() => vscode.languages.getDiagnostics(root).length > 0);
  });
});
