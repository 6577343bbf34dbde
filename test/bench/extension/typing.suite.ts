import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';

const KEYS = 40;
const BETWEEN_KEYS_MS = 90;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Types into a configuration of 2,000 lines; the suite shares its thread with the extension, so it sees every block. */
describe('typing', () => {
  it('is measured', async function () {
    this.timeout(60_000);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, '.gitlab-ci.yml');
    const editor = await vscode.window.showTextDocument(uri);
    const shown = (): number =>
      vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'gitlab-chatops').length;
    while (shown() === 0) await pause(50);
    const before = shown();

    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const line = editor.document.lineCount - 1;
    for (let key = 0; key < KEYS; key++) {
      await editor.edit((edit) => edit.insert(new vscode.Position(line, key), '#'));
      await pause(BETWEEN_KEYS_MS);
    }
    delay.disable();

    // From a keystroke that makes a new problem until it is shown, the pause of 120 ms included.
    const start = performance.now();
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(0, 0), 'new: { script: ["eval $CHAT_INPUT"] }\n'),
    );
    while (shown() === before) await pause(5);
    const { FIGURES } = process.env;
    assert.ok(FIGURES);
    const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
    writeFileSync(
      FIGURES,
      JSON.stringify({
        shownAfter: performance.now() - start,
        longestBlock: milliseconds(delay.max),
        usualBlock: milliseconds(delay.percentile(99)),
      }),
    );
  });
});
