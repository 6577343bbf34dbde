import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, file, placeOf, show, write } from './workspace.js';

const ROOT = `include:
  - local: /ci/more.yml
stages: [first, second]
hello:
  stage: second
  extends: .chat
  needs: [other, { job: third, optional: true }]
  before_script:
    - !reference [.setup, script]
  script: ["echo <b>$(id)</b> [x](command:evil)"]
other: { script: [make], stage: first }
third:
  script: [make]
  dependencies:
    - other
  environment: { name: prod, on_stop: other }
`;
const MORE = `.chat:
  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]
.setup:
  script: [prepare]
`;

describe('names', () => {
  const root = file('.gitlab-ci.yml');
  const more = file('ci/more.yml');

  before(async () => {
    await write('.gitlab-ci.yml', ROOT);
    await write('ci/more.yml', MORE);
    await show('.gitlab-ci.yml');
  });
  after(closeAll);

  /** Where the name leads, as `file line`. */
  async function leads(around: string, name: string): Promise<string | undefined> {
    const position = await placeOf(root, around, around.indexOf(name) + 1);
    const links: (vscode.LocationLink | vscode.Location)[] = await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      root,
      position,
    );
    const [first] = links;
    if (first === undefined) return undefined;
    const [uri, range] = 'uri' in first ? [first.uri, first.range] : [first.targetUri, first.targetRange];
    return `${vscode.workspace.asRelativePath(uri)} ${range.start.line + 1}`;
  }

  it('lead to what they name, through all files', async () => {
    const wanted: [string, string, string | undefined][] = [
      ['extends: .chat', '.chat', 'ci/more.yml 1'],
      ['[other, {', 'other', '.gitlab-ci.yml 11'],
      ['job: third', 'third', '.gitlab-ci.yml 12'],
      ['!reference [.setup', '.setup', 'ci/more.yml 3'],
      ['.setup, script]', 'script', 'ci/more.yml 4'],
      ['    - other', 'other', '.gitlab-ci.yml 11'],
      ['on_stop: other', 'other', '.gitlab-ci.yml 11'],
      ['stage: second', 'second', '.gitlab-ci.yml 3'],
      ['local: /ci/more.yml', '/ci', 'ci/more.yml 1'],
      ['name: prod', 'prod', undefined],
      ['script: [make], stage', 'make', undefined],
    ];
    for (const [around, name, place] of wanted) assert.equal(await leads(around, name), place, around);
  });

  async function hover(around: string, name: string): Promise<vscode.MarkdownString | undefined> {
    const position = await placeOf(root, around, around.indexOf(name) + 1);
    const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      root,
      position,
    );
    const [content] = hovers.flatMap(({ contents }) => contents);
    return content instanceof vscode.MarkdownString ? content : undefined;
  }

  it('show the resolved job and the rule that decides', async () => {
    const content = await hover('hello:\n', 'hello');
    assert.ok(content);
    assert.match(content.value, /needs another job|needs/);
    assert.match(content.value, /before\\?_script:\n {4}- prepare/);
    assert.match(content.value, /stage: second/);
    assert.ok(await hover('[other, {', 'other'));
    assert.equal(await hover('name: prod', 'prod'), undefined);
  });

  it('are never trusted: text of the repository stays text', async () => {
    await write('ci/more.yml', MORE.replace('"chat"', '"[x](command:evil) <img src=x> $(zap)"'));
    const content = await hover('hello:\n', 'hello');
    assert.ok(content);
    assert.ok(!content.isTrusted && !content.supportHtml && !content.supportThemeIcons);
    const outsideCode = content.value.replace(/```[\s\S]*?```/g, '');
    assert.doesNotMatch(outsideCode, /(?<!\\)\[x\]|(?<!\\|&lt;)<img/);
    await write('ci/more.yml', MORE);
  });

  it('are not looked for outside of configurations', async () => {
    const uri = await write('values.yml', ROOT);
    const links: unknown[] = await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      uri,
      await placeOf(uri, 'extends: .chat', 10),
    );
    assert.deepEqual(links, []);
    assert.equal(more.scheme, root.scheme);
  });
});
