import * as vscode from 'vscode';
import type { Feature } from '../services.js';
import { CI_FILES } from '../workspace/index.js';
import { Completion } from './completion.js';
import { offerReferenceTag } from './custom-tags.js';
import { Definitions } from './definitions.js';
import { JobHover } from './hover.js';
import { Lenses } from './lenses.js';
import { YamlTexts } from './yaml-texts.js';

/** What the editor says and offers inside a configuration's text. */
export const understanding: Feature = (services) => {
  const { models, running } = services;
  const { languages } = vscode;
  const texts = new YamlTexts();
  const lenses = new Lenses(models, running);
  return vscode.Disposable.from(
    lenses,
    languages.registerCodeLensProvider(CI_FILES, lenses),
    languages.registerHoverProvider(CI_FILES, new JobHover(models, texts)),
    languages.registerDefinitionProvider(CI_FILES, new Definitions(models, texts)),
    languages.registerCompletionItemProvider(CI_FILES, new Completion(models, texts), ...Completion.triggers),
    offerReferenceTag(services),
  );
};
