import * as vscode from 'vscode';
import { errorPage } from '../diagnostics/pages.js';
import type { ConfigModel, ConfigModels } from '../workspace/index.js';
import type { SimulatedRun } from './run.js';
import type { Runs } from './runs.js';

interface Found {
  readonly root: string;
  readonly job: string;
  /** The job as it was when it ran: changed text makes what was found stale. */
  readonly text: string;
  readonly problems: SimulatedRun['view']['problems'];
}

/** Shows on each job what its last run found, until the job is changed or a run finds nothing. */
export function showRunProblems(runs: Runs, models: ConfigModels): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('gitlab-chatops-run');
  const found = new Map<string, Found>();
  const draw = (): void => {
    const byFile = new Map<string, { readonly uri: vscode.Uri; readonly diagnostics: vscode.Diagnostic[] }>();
    for (const [key, one] of found) {
      const place = findJob(models.all, one.root, one.job);
      if (place === undefined || place.text !== one.text) {
        found.delete(key);
        continue;
      }
      const file = byFile.get(place.uri.toString()) ?? { uri: place.uri, diagnostics: [] };
      file.diagnostics.push(...one.problems.map((problem) => diagnosticOf(problem, place.range)));
      byFile.set(place.uri.toString(), file);
    }
    collection.clear();
    for (const { uri, diagnostics } of byFile.values()) collection.set(uri, diagnostics);
  };
  const follow = (run: SimulatedRun): void => {
    const { root, job } = run.plan;
    const rootKey = root.uri.toString();
    const text = findJob(models.all, rootKey, job)?.text;
    run.onDidChange(({ end, problems }) => {
      if (end === undefined || text === undefined) return;
      found.set(JSON.stringify([rootKey, job]), { root: rootKey, job, text, problems });
      draw();
    });
  };
  return vscode.Disposable.from(collection, runs.onDidStart(follow), models.onDidChange(draw));
}

interface JobPlace {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly text: string;
}

function findJob(models: readonly ConfigModel[], root: string, name: string): JobPlace | undefined {
  const model = models.find((one) => one.root.uri.toString() === root);
  const job = model?.exposures.find((exposure) => exposure.job.name === name)?.job;
  const uri = job && model?.uri(job.at.file);
  if (model === undefined || job === undefined || uri === undefined) return undefined;
  const text = JSON.stringify([job.beforeScript, job.script, job.afterScript].map(valuesOf));
  return { uri, range: model.range(job.at), text };
}

function valuesOf(lines: readonly { readonly value: string }[]): readonly string[] {
  return lines.map(({ value }) => value);
}

function diagnosticOf(
  { problem, severity }: SimulatedRun['view']['problems'][number],
  range: vscode.Range,
): vscode.Diagnostic {
  const message = [problem.message, problem.wayOut].filter(Boolean).join('\n');
  const level =
    severity === 'warning' ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Information;
  const diagnostic = new vscode.Diagnostic(range, message, level);
  diagnostic.source = vscode.l10n.t('GitLab ChatOps, last run');
  diagnostic.code = { value: problem.code, target: vscode.Uri.parse(errorPage(problem.code)) };
  return diagnostic;
}
