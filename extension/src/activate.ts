import * as vscode from 'vscode';
import type { Feature, Services } from './services.js';
import type { Running } from './simulation/index.js';
import { ConfigModels } from './workspace/index.js';

/** Starts the features in order; VS Code takes everything back through the context's subscriptions. */
export function activateFeatures(
  context: vscode.ExtensionContext,
  running: Running,
  features: readonly Feature[],
  programs: Pick<Services, 'shellcheck'> = {},
): void {
  const log = vscode.window.createOutputChannel('GitLab ChatOps', { log: true });
  const models = new ConfigModels(log);
  context.subscriptions.push(log, models);
  const services: Services = { context, models, running, log, ...programs };
  for (const feature of features) context.subscriptions.push(feature(services));
}
