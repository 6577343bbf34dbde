import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, file, show, write } from './workspace.js';

/** `|` is the cursor. */
async function at(text: string): Promise<Map<string, vscode.CompletionItem>> {
  const offset = text.indexOf('|');
  await write('.gitlab-ci.yml', text.slice(0, offset) + text.slice(offset + 1));
  const { document } = await show('.gitlab-ci.yml');
  if (document.getText().length !== text.length - 1) {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  const list: vscode.CompletionList = await vscode.commands.executeCommand(
    'vscode.executeCompletionItemProvider',
    file('.gitlab-ci.yml'),
    document.positionAt(offset),
  );
  return new Map(
    list.items.map((item) => [typeof item.label === 'string' ? item.label : item.label.label, item]),
  );
}

const offers = async (text: string): Promise<string[]> =>
  [...(await at(text)).keys()].filter((label) => /CHAT|chat|push/.test(label)).sort();

describe('completion', () => {
  afterEach(closeAll);

  it('knows CHAT_* in scripts, quoted first', async () => {
    const items = await at('deploy:\n  script:\n    - ./deploy $|\n');
    const quoted = items.get('"$CHAT_INPUT"');
    const plain = items.get('$CHAT_INPUT');
    assert.ok(quoted && plain && items.has('$CHAT_CHANNEL') && items.has('$CHAT_USER_ID'));
    assert.ok((quoted.sortText ?? '') < (plain.sortText ?? ''));
    assert.ok(quoted.range instanceof vscode.Range);
    assert.deepEqual([quoted.range.start.character, quoted.range.end.character], [15, 16]);
  });

  it('quotes nothing that is quoted, and closes no brace twice', async () => {
    assert.deepEqual(await offers('a:\n  script:\n    - echo "x $CHAT|"\n'), [
      '$CHAT_CHANNEL',
      '$CHAT_INPUT',
      '$CHAT_USER_ID',
    ]);
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is shell.
    const items = await at('a:\n  script:\n    - >\n      echo ${|}\n');
    const braced = items.get('${CHAT_INPUT}');
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is shell.
    assert.ok(braced?.range instanceof vscode.Range);
    assert.equal(braced.range.end.character, 14);
  });

  it('knows what a rule may ask for', async () => {
    const rule = await offers('a:\n  script: [x]\n  rules:\n    - if: $|\n');
    assert.ok(rule.includes('$CHAT_INPUT') && rule.includes('$CI_PIPELINE_SOURCE == "chat"'), rule.join());
    const sources = await offers(
      'workflow:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "|"\na: { script: [x] }\n',
    );
    assert.ok(sources.includes('chat') && sources.includes('push'), sources.join());
    assert.ok((await offers('a:\n  script: [x]\n  only: [c|]\n')).includes('chat'));
  });

  it('offers whole chat jobs at the top, and the reply section where a command begins', async () => {
    const top = await at('a: { script: [x] }\n\ncha|\n');
    assert.ok(top.has('chat-job') && top.has('chat-template'));
    const typed = (await at('a: { script: [x] }\n\nchat-j|\n')).get('chat-job');
    assert.ok(typed?.range instanceof vscode.Range);
    assert.deepEqual([typed.range.start.character, typed.range.end.character], [0, 6]);
    const section = (await at('a:\n  script:\n    - ch|\n')).get('chat_reply');
    assert.ok(section?.insertText instanceof vscode.SnippetString);
    assert.match(section.insertText.value, /section_start:%s:chat_reply.*\n- /);
  });

  it('knows the rules that a comment may silence', async () => {
    const rules = await offers('a:\n  # chatops: ignore[|\n  script: [x]\n');
    assert.ok(rules.includes('chat-input-eval') && rules.includes('chat-exposed'));
    const typed = (await at('a:\n  # chatops: ignore[chat-inp|\n  script: [x]\n')).get('chat-input-eval');
    assert.ok(typed?.range instanceof vscode.Range);
    assert.equal(typed.range.start.character, 20);
  });

  it('says nothing elsewhere', async () => {
    const shown = await offers('a:\n  script: [x]\n  image: $|\n');
    assert.deepEqual(
      shown.filter((label) => label.startsWith('$')),
      [],
    );
  });
});
