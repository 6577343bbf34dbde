import * as vscode from 'vscode';
import type { ConfigModels } from '../workspace/index.js';
import { jobMarkdown } from './hover-text.js';
import { nameAt } from './names-at.js';
import type { YamlTexts } from './yaml-texts.js';

/** On a job's name, where it is defined or named: the job as GitLab runs it, and what decides about chat. */
export class JobHover implements vscode.HoverProvider {
  readonly #models: ConfigModels;
  readonly #texts: YamlTexts;

  constructor(models: ConfigModels, texts: YamlTexts) {
    this.#models = models;
    this.#texts = texts;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    await this.#models.settled();
    const models = this.#models.of(document.uri);
    if (models.length === 0) return undefined;
    const place = this.#texts.of(document).at(document.offsetAt(position));
    const name = place && nameAt(place);
    if (name?.kind !== 'key' || name.below.length > 0) return undefined;
    const [start, end] = place?.scalar?.range ?? [];
    if (start === undefined || end === undefined) return undefined;
    const contents = models.flatMap(({ exposures }) => {
      const exposure = exposures.find(({ job }) => job.configName === name.name);
      return exposure === undefined ? [] : [jobMarkdown(exposure)];
    });
    if (contents.length === 0) return undefined;
    return new vscode.Hover(contents, new vscode.Range(document.positionAt(start), document.positionAt(end)));
  }
}
