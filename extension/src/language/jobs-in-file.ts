import type { JobExposure } from '@gitlab-chatops/shared/chat';
import type * as vscode from 'vscode';
import type { ConfigModel } from '../workspace/index.js';

/** A job at its key in a file; copies that `parallel` makes are one. */
export interface JobInFile {
  readonly model: ConfigModel;
  readonly exposure: JobExposure;
  /** Of the key. */
  readonly range: vscode.Range;
}

/** The jobs whose keys stand in this file, from the top. */
export function jobsIn(model: ConfigModel, uri: vscode.Uri): readonly JobInFile[] {
  const wanted = uri.toString();
  const jobs = new Map<string, JobInFile>();
  for (const exposure of model.exposures) {
    const { configName, at } = exposure.job;
    if (jobs.has(configName) || model.uri(at.file)?.toString() !== wanted) continue;
    jobs.set(configName, { model, exposure, range: model.range(at) });
  }
  return [...jobs.values()];
}

/**
 * The same jobs in a text that cannot be read as YAML just now, because somebody is typing: where their keys stand in
 * the new text.
 */
export function jobsMovedTo(document: vscode.TextDocument, jobs: readonly JobInFile[]): readonly JobInFile[] {
  const keys = new Map<string, number>();
  for (let line = 0; line < document.lineCount; line++) {
    const key = /^(["']?)([^\s#'"&*!][^'"]*?)\1[ \t]*:(?:\s|$)/.exec(document.lineAt(line).text)?.[2];
    if (key !== undefined && !keys.has(key)) keys.set(key, line);
  }
  return jobs.flatMap((job) => {
    const line = keys.get(job.exposure.job.configName);
    return line === undefined ? [] : [{ ...job, range: document.lineAt(line).range }];
  });
}
