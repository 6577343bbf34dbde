import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, comesTo, eventually, file, found, replace, show, write } from './workspace.js';

const CHAT = 'rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]';
const ROOT = `include: ci/deploy.yml
.chat: { ${CHAT}, variables: { GIT_STRATEGY: none } }
hello:
  extends: .chat
  script:
    - echo $CHAT_INPUT
`;
const DEPLOY = `deploy:
  extends: .chat
  needs: [hello]
  script: [make]
`;

describe('diagnostics', () => {
  const root = file('.gitlab-ci.yml');
  const included = file('ci/deploy.yml');

  beforeEach(async () => {
    await write('.gitlab-ci.yml', ROOT);
    await write('ci/deploy.yml', DEPLOY);
  });
  afterEach(async () => {
    await closeAll();
    await comesTo(root, []);
  });

  const HELLO = ['6 chat-input-unquoted', '6 chat-input-variable'];

  it('appear with code, page and source, in included files too', async () => {
    await show('.gitlab-ci.yml');
    await comesTo(root, HELLO);
    await comesTo(included, ['3 chat-missing-need']);
    const [first] = vscode.languages.getDiagnostics(root);
    assert.ok(first && typeof first.code === 'object');
    assert.equal(first.source, 'gitlab-chatops');
    assert.match(first.code.target.toString(), /\/docs\/rules\/chat-input-unquoted\.md$/);
    assert.equal(first.severity, vscode.DiagnosticSeverity.Warning);
    const document = await vscode.workspace.openTextDocument(root);
    assert.equal(document.getText(first.range), '$CHAT_INPUT');
  });

  it('follow what is typed, unsaved and in included files', async () => {
    await show('.gitlab-ci.yml');
    await comesTo(root, HELLO);
    await replace(root, '$CHAT_INPUT', '"$CHAT_INPUT"');
    await comesTo(root, ['6 chat-input-variable']);
    await replace(included, 'needs: [hello]', 'needs: []');
    await comesTo(included, []);
    await replace(included, 'script: [make]', 'script: ["eval $CHAT_INPUT"]');
    await eventually(() => found(included).includes('4 chat-input-eval'));
  });

  it('tell every error of the configuration at its place', async () => {
    await show('.gitlab-ci.yml');
    await replace(root, '    - echo $CHAT_INPUT', '    - echo\n  when: sometimes');
    await replace(included, 'needs: [hello]', 'retry: 7');
    await comesTo(root, ['7 ci-config-error']);
    await eventually(
      () => found(included).join().includes('3 ci-config-error'),
      () => found(included),
    );
    const shown = vscode.languages.getDiagnostics(root);
    assert.ok(shown.every(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
    await replace(root, 'script:', 'script');
    await eventually(() => found(root).join().includes('ci-config-error'));
  });

  it('say where an include hides something', async () => {
    await show('.gitlab-ci.yml');
    await replace(root, 'include: ci/deploy.yml', 'include: { project: acme/ci, file: x.yml }');
    await eventually(() => found(root).includes('1 ci-include-unknown'));
  });

  it('point at the other file that the finding is about', async () => {
    await show('ci/deploy.yml');
    await replace(root, '"chat"', '"push"');
    await replace(included, 'script: [make]', 'script: ["./x \\"$CHAT_INPUT\\""]');
    const never = await eventually(
      () =>
        vscode.languages
          .getDiagnostics(included)
          .find(({ code }) => typeof code === 'object' && code.value === 'chat-never-runs'),
      () => vscode.languages.getDiagnostics(included),
    );
    const [related] = never.relatedInformation ?? [];
    assert.equal(related?.location.uri.toString(), root.toString());
  });

  it('take their severities from .chatops.yml, and tell its mistakes there', async () => {
    const settings = await write('.chatops.yml', 'rules:\n  chat-input-variable: off\n  chat-inputs: off\n');
    await show('.gitlab-ci.yml');
    await comesTo(root, ['6 chat-input-unquoted']);
    await comesTo(settings, ['3 CONFIG_LINT_SETTINGS']);
    await replace(settings, 'chat-inputs', 'chat-input-unquoted');
    await comesTo(root, []);
    await comesTo(settings, []);
    await closeAll();
    await write('.chatops.yml', '');
  });

  it('stay in the files that are open where the settings say so', async () => {
    const settings = vscode.workspace.getConfiguration('gitlabChatops', root);
    await settings.update('lint.scope', 'openFiles', vscode.ConfigurationTarget.Workspace);
    await show('.gitlab-ci.yml');
    await comesTo(root, HELLO);
    await comesTo(included, []);
    await show('ci/deploy.yml');
    await comesTo(included, ['3 chat-missing-need']);
    await settings.update('lint.scope', undefined, vscode.ConfigurationTarget.Workspace);
  });
});
