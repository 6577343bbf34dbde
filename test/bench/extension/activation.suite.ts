import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** In a host with an empty folder nothing has activated the extension yet. */
describe('activation', () => {
  it('is measured, loading the bundle included', async () => {
    const extension = vscode.extensions.getExtension('gitlab-chatops.gitlab-chatops');
    assert.ok(extension && !extension.isActive);
    const start = performance.now();
    await extension.activate();
    const milliseconds = performance.now() - start;
    const { FIGURES } = process.env;
    assert.ok(FIGURES);
    writeFileSync(FIGURES, JSON.stringify({ milliseconds }));
  });
});
