import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { whyNone } from '../simulation/index.js';
import type { ConfigModel } from '../workspace/index.js';
import { type Group, groupJobs } from './job-groups.js';
import { groupItem, type JobNode, jobItem, rootItem } from './tree-items.js';

export type TreeNode =
  | { readonly kind: 'root'; readonly model: ConfigModel }
  | { readonly kind: 'group'; readonly model: ConfigModel; readonly group: Group }
  | JobNode;

/** The Chat Jobs view: every job, by whether chat can run it; a click opens its place. */
export class ChatJobs implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscriptions: readonly vscode.Disposable[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#view = vscode.window.createTreeView('gitlabChatops.jobs', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    const change = (): void => this.#refresh();
    this.#subscriptions = [
      this.#view,
      this.#changed,
      services.models.onDidChange(change),
      services.running.onDidChange(change),
    ];
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node === undefined) {
      const { all } = this.#services.models;
      const [only] = all;
      if (only === undefined || all.length > 1) return all.map((model) => ({ kind: 'root', model }));
      return groupsOf(only);
    }
    if (node.kind === 'root') return groupsOf(node.model);
    if (node.kind === 'job') return [];
    const { model, group } = node;
    const jobs = groupJobs(model.exposures).get(group) ?? [];
    return jobs.map((exposure) => ({
      kind: 'job',
      model,
      exposure,
      uri: model.root.uri.toString(),
      job: exposure.job.name,
    }));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'root':
        return rootItem(node.model);
      case 'group':
        return groupItem(
          node.group,
          groupJobs(node.model.exposures).get(node.group)?.length ?? 0,
          node.model,
        );
      case 'job':
        return jobItem(node, this.#services.running.whyNot(node.model.root) === undefined);
    }
  }

  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #refresh(): void {
    const errors = this.#services.models.all.flatMap(({ config }) => config.errors).length;
    const why = whyNone(
      this.#services.running,
      this.#services.models.all.map(({ root }) => root),
    );
    this.#view.message =
      errors === 0
        ? (why?.sentence ?? '')
        : vscode.l10n.t(
            'GitLab refuses this configuration ({0} errors): nothing runs until it is mended.',
            errors,
          );
    this.#changed.fire(undefined);
  }
}

function groupsOf(model: ConfigModel): TreeNode[] {
  return [...groupJobs(model.exposures).keys()].map((group) => ({ kind: 'group', model, group }));
}
