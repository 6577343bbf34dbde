import type { MappingNode, YamlNode } from '@gitlab-chatops/shared/ci';
import * as vscode from 'vscode';
import {
  type ConfigModel,
  type ConfigModels,
  canBeSearched,
  fileOf,
  locationOf,
} from '../workspace/index.js';
import { type NameAt, nameAt } from './names-at.js';
import type { YamlTexts } from './yaml-texts.js';

/** From `extends`, `needs`, `dependencies`, `!reference`, `stage` and `include` to what they name, through all files. */
export class Definitions implements vscode.DefinitionProvider {
  readonly #models: ConfigModels;
  readonly #texts: YamlTexts;

  constructor(models: ConfigModels, texts: YamlTexts) {
    this.#models = models;
    this.#texts = texts;
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.LocationLink[]> {
    await this.#models.settled();
    const models = this.#models.of(document.uri);
    if (models.length === 0) return [];
    const place = this.#texts.of(document).at(document.offsetAt(position));
    const name = place && nameAt(place);
    const [start, end] = place?.scalar?.range ?? [];
    if (name === undefined || start === undefined || end === undefined || place?.isKey) return [];
    const originSelectionRange = new vscode.Range(document.positionAt(start), document.positionAt(end));
    const found = await Promise.all(models.map((model) => targets(model, name)));
    return found
      .flat()
      .map(({ uri, range }) => ({ originSelectionRange, targetUri: uri, targetRange: range }));
  }
}

async function targets(model: ConfigModel, name: NameAt): Promise<vscode.Location[]> {
  if (name.kind === 'file') return files(model, name.path);
  const { merged } = model.config;
  if (merged?.kind !== 'mapping') return [];
  const at = name.kind === 'stage' ? stage(merged, name.name) : key(merged, [name.name, ...name.below]);
  const location = at && locationOf(model, at);
  return location ? [location] : [];
}

/** The last key of the path, or the deepest that is there. */
function key(mapping: MappingNode, [name = '', ...below]: readonly string[]): YamlNode['at'] | undefined {
  const entry = mapping.entries.get(name);
  if (entry === undefined || below.length === 0 || entry.value.kind !== 'mapping') return entry?.key.at;
  return key(entry.value, below) ?? entry.key.at;
}

function stage(merged: MappingNode, name: string): YamlNode['at'] | undefined {
  const list = merged.entries.get('stages')?.value;
  if (list?.kind !== 'sequence') return undefined;
  return list.items.find((item) => item.kind === 'scalar' && item.value === name)?.at;
}

/** Most files that a wildcard opens. */
const MOST_FILES = 50;

async function files({ root }: ConfigModel, path: string): Promise<vscode.Location[]> {
  const start = new vscode.Position(0, 0);
  if (path.includes('*')) {
    if (!canBeSearched(root.repository)) return [];
    const pattern = new vscode.RelativePattern(root.repository, path);
    const found = await vscode.workspace.findFiles(pattern, undefined, MOST_FILES);
    return found.map((uri) => new vscode.Location(uri, start));
  }
  const uri = fileOf(root, path);
  try {
    await vscode.workspace.fs.stat(uri);
    return [new vscode.Location(uri, start)];
  } catch {
    return [];
  }
}
