import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { type Blocks, watchBlocks } from './blocks.js';

const KEYS = 20;
/** Slower than the pause after which the extension reads the text again, so that it does so after every key. */
const BETWEEN_KEYS_MS = 220;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export interface TypingFigures {
  readonly opening: Blocks;
  readonly inScript: Blocks;
  readonly newLines: Blocks;
  readonly inComment: Blocks;
  /** From a keystroke that makes a problem until it is shown, the pause of 120 ms included. */
  readonly shownAfter: number;
}

/** The suite shares its thread with the extension, so it sees every block. */
describe('typing', () => {
  it('is measured', async function () {
    this.timeout(120_000);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, '.gitlab-ci.yml');
    const shown = (): number =>
      vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'gitlab-chatops').length;

    const opens = watchBlocks();
    const editor = await vscode.window.showTextDocument(uri);
    while (shown() === 0) await pause(50);
    await pause(1000);
    const opening = opens.stop();
    const before = shown();

    const type = async (at: vscode.Position, text: string): Promise<Blocks> => {
      const types = watchBlocks();
      for (let key = 0; key < KEYS; key++) {
        await editor.edit((edit) => edit.insert(at, text));
        await pause(BETWEEN_KEYS_MS);
      }
      return types.stop();
    };
    const { document } = editor;
    const script = document.positionAt(document.getText().indexOf('building 62') + 'building '.length);
    const inScript = await type(script, 'x');
    const newLines = await type(new vscode.Position(0, 0), '\n');
    const inComment = await type(new vscode.Position(document.lineCount - 1, 0), '#');

    const start = performance.now();
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(0, 0), 'new: { script: ["eval $CHAT_INPUT"] }\n'),
    );
    while (shown() === before) await pause(5);
    const shownAfter = performance.now() - start;

    const { FIGURES } = process.env;
    assert.ok(FIGURES);
    const figures: TypingFigures = { opening, inScript, newLines, inComment, shownAfter };
    writeFileSync(FIGURES, JSON.stringify(figures));
  });
});
