import {
  type Finding,
  IGNORE_UNUSED,
  IGNORE_WITHOUT_REASON,
  rulePage,
  type ShellParser,
} from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import { pathIn } from '../workspace/index.js';
import { safeEditsIn, safelyMended, workspaceEdit } from './fix-edits.js';
import { ignoreEdit } from './ignore-edit.js';
import type { Linted, Lints } from './lints.js';
import { SOURCE } from './to-diagnostics.js';

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('gitlabChatops');

/** Lint's mends, and what else can be done about a finding, behind the light bulb. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL],
  };

  readonly #lints: Lints;
  readonly #shell: () => Promise<ShellParser>;
  readonly #ignores = new WeakMap<vscode.CodeAction, { linted: Linted; finding: Finding }>();

  constructor(lints: Lints, shell: () => Promise<ShellParser>) {
    this.#lints = lints;
    this.#shell = shell;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const ours = diagnostics.filter(({ source }) => source === SOURCE);
    const wantsAll = only?.contains(FIX_ALL) === true;
    if (ours.length === 0 && !wantsAll) return [];
    const all = await this.#lints.of(document);
    if (wantsAll) return all.flatMap((linted) => fixAllOf(linted, document));
    const found = all.flatMap((linted) =>
      under(linted, document, range).map((finding) => ({ linted, finding, about: aboutRule(ours, finding) })),
    );
    return [
      ...found.flatMap(mendsOf),
      ...all.flatMap((linted) => allInFile(linted, document)),
      ...found.flatMap((one) => this.#ignoreOf(one)),
      ...found.map(pageOf),
    ];
  }

  async resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    const wanted = this.#ignores.get(action);
    if (wanted === undefined) return action;
    const edit = await ignoreEdit(wanted.linted, wanted.finding, await this.#shell());
    if (edit) action.edit = edit;
    else {
      vscode.window.showInformationMessage(
        vscode.l10n.t(
          'There is no place for a comment at this line that leaves the script as it is. Switch the rule off in .chatops.yml instead.',
        ),
      );
    }
    return action;
  }

  /** What is wrong with a comment is not silenced by another comment. The edit is made when it is chosen. */
  #ignoreOf({ linted, finding, about }: Found): vscode.CodeAction[] {
    const { rule } = finding;
    if (rule === IGNORE_UNUSED || rule === IGNORE_WITHOUT_REASON) return [];
    const action = new vscode.CodeAction(
      vscode.l10n.t('Ignore {0} here, with a reason', rule),
      vscode.CodeActionKind.QuickFix,
    );
    action.diagnostics = [...about];
    this.#ignores.set(action, { linted, finding });
    return [action];
  }
}

interface Found {
  readonly linted: Linted;
  readonly finding: Finding;
  readonly about: readonly vscode.Diagnostic[];
}

function aboutRule(
  diagnostics: readonly vscode.Diagnostic[],
  { rule }: Finding,
): readonly vscode.Diagnostic[] {
  return diagnostics.filter(({ code }) => typeof code === 'object' && code.value === rule);
}

/** Findings of this document that touch the range. */
function under(
  { model, findings }: Linted,
  document: vscode.TextDocument,
  range: vscode.Range,
): readonly Finding[] {
  const path = pathIn(model, document.uri);
  return findings.filter(({ at }) => at.file === path && model.range(at).intersection(range) !== undefined);
}

function mendsOf({ linted: { model }, finding: { fixes }, about }: Found): vscode.CodeAction[] {
  const preferred = fixes.find(({ safe }) => safe);
  return fixes.map((fix) => {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = workspaceEdit(model, fix.edits);
    action.diagnostics = [...about];
    action.isPreferred = fix === preferred;
    return action;
  });
}

function pageOf({ finding: { rule }, about }: Found): vscode.CodeAction {
  const title = vscode.l10n.t('Open the page of {0}', rule);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [...about];
  action.command = { command: 'vscode.open', title, arguments: [vscode.Uri.parse(rulePage(rule))] };
  return action;
}

function fixAllOf(linted: Linted, document: vscode.TextDocument): vscode.CodeAction[] {
  const path = pathIn(linted.model, document.uri);
  if (path === undefined) return [];
  const action = new vscode.CodeAction(vscode.l10n.t('Fix all safe problems of GitLab ChatOps'), FIX_ALL);
  action.edit = safeEditsIn(linted, new Set([path]));
  return action.edit.size === 0 ? [] : [action];
}

/** The same among the quick fixes, where there is more than one to mend. */
function allInFile(linted: Linted, document: vscode.TextDocument): vscode.CodeAction[] {
  const path = pathIn(linted.model, document.uri);
  const here = linted.findings.filter(({ at }) => at.file === path);
  if (path === undefined || safelyMended(here).length < 2) return [];
  const action = new vscode.CodeAction(
    vscode.l10n.t('Fix all safe problems in this file'),
    vscode.CodeActionKind.QuickFix,
  );
  action.edit = safeEditsIn(linted, new Set([path]));
  return [action];
}
