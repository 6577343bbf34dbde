import type * as vscode from 'vscode';
import { YamlText } from './yaml-place.js';

/** Reads documents for what the cursor is on; the one read last is kept, because questions come in runs. */
export class YamlTexts {
  #last:
    | { readonly document: vscode.TextDocument; readonly version: number; readonly text: YamlText }
    | undefined;

  of(document: vscode.TextDocument): YamlText {
    const { version } = document;
    if (this.#last?.document === document && this.#last.version === version) return this.#last.text;
    const text = new YamlText(document.getText());
    this.#last = { document, version, text };
    return text;
  }
}
