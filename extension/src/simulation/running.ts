import * as vscode from 'vscode';
import type { ConfigRoot } from '../workspace/index.js';
import { type Obstacle, obstacle } from './obstacle.js';

/** Whether jobs can be run here, for everything that offers it. */
export interface Running {
  /** What keeps jobs of this repository from being run here; undefined: nothing does. */
  whyNot(root: ConfigRoot): Obstacle | undefined;
  readonly onDidChange: vscode.Event<void>;
}

/** In a browser there is nothing to run a job with. */
export function notInABrowser(): Running {
  const never = new vscode.EventEmitter<void>();
  const browser = obstacle('browser', 'web');
  return { whyNot: () => browser, onDidChange: never.event };
}

/** What keeps every one of these repositories from being run; undefined where one can be, or there is none. */
export function whyNone(running: Running, roots: readonly ConfigRoot[]): Obstacle | undefined {
  const obstacles = roots.map((root) => running.whyNot(root));
  return obstacles.every((one) => one !== undefined) ? obstacles[0] : undefined;
}
