import * as vscode from 'vscode';
import type { Feature } from './services.js';

/**
 * Features that say something about configurations: loaded and started when the first one has been read, so that an
 * editor without any does not pay for them, and starting is quick in the others.
 */
export function withConfigurations(load: () => Promise<readonly Feature[]>): Feature {
  return (services) => {
    const { models, log } = services;
    const started: vscode.Disposable[] = [];
    let isOver = false;
    const start = async (): Promise<void> => {
      subscription.dispose();
      for (const feature of await load()) if (!isOver) started.push(feature(services));
    };
    const subscription = models.onDidChange(() => {
      start().catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
    });
    return new vscode.Disposable(() => {
      isOver = true;
      subscription.dispose();
      for (const feature of started) feature.dispose();
    });
  };
}
