import * as vscode from 'vscode';
import type { ConfigRoot } from '../../workspace/index.js';
import { askEntity, channelKind, type EntityKind, userKind } from './ask-entity.js';
import { askVariable } from './ask-variable.js';
import { DEFAULT_PROFILE, type Profile, type Profiles, type ProfileVariable } from './profiles.js';

interface Item extends vscode.QuickPickItem {
  /** Changes something and returns the profile to go on with; absent: done. */
  readonly change?: () => Promise<string>;
  /** What the bin beside it does. */
  readonly remove?: () => Promise<string>;
}

/** Lets the user change what jobs are given, until Done or Escape; returns the profile then chosen. */
export async function editProfile(profiles: Profiles, root: ConfigRoot, name: string): Promise<string> {
  for (let current = name; ; ) {
    const items = itemsOf(profiles, root, profiles.get(root, current));
    const change = await pick(items, vscode.l10n.t('What Jobs Run With: Profile {0}', current));
    if (change === undefined) {
      await profiles.setLastProfile(root, current);
      return current;
    }
    current = await change();
  }
}

function pick(items: readonly Item[], title: string): Promise<Item['change']> {
  const box = vscode.window.createQuickPick<Item>();
  box.title = title;
  box.placeholder = vscode.l10n.t('Pick what to change');
  box.items = items;
  // A look at the file, or at the panel it was opened from, does not end it.
  box.ignoreFocusOut = true;
  return new Promise((answer) => {
    const close = (change: Item['change']): void => {
      answer(change);
      box.hide();
    };
    box.onDidAccept(() => close(box.activeItems[0]?.change));
    box.onDidTriggerItemButton(({ item }) => close(item.remove));
    box.onDidHide(() => {
      answer(undefined);
      box.dispose();
    });
    box.show();
  });
}

function itemsOf(profiles: Profiles, root: ConfigRoot, profile: Profile): Item[] {
  return [
    { label: `$(check) ${vscode.l10n.t('Done')}` },
    entityItem(profiles, root, profile, channelKind()),
    entityItem(profiles, root, profile, userKind()),
    separator(vscode.l10n.t('CI/CD variables')),
    ...profile.variables.map((variable) => variableItem(profiles, root, profile, variable)),
    newVariableItem(profiles, root, profile, false),
    newVariableItem(profiles, root, profile, true),
    separator(vscode.l10n.t('Profiles')),
    ...profiles.list(root).map(({ name }) => profileItem(profiles, root, name, name === profile.name)),
    newProfileItem(profiles, root, profile),
  ];
}

function entityItem(profiles: Profiles, root: ConfigRoot, profile: Profile, kind: EntityKind): Item {
  const now = profile[kind.part];
  return {
    label: `$(${kind.icon}) ${kind.title}`,
    description: now ? `${now.name} (${now.id})` : vscode.l10n.t('of the local Slack'),
    async change() {
      const answer = await askEntity(kind, now);
      if (answer === undefined) return profile.name;
      const { [kind.part]: _old, ...rest } = profile;
      await profiles.save(root, answer === 'local' ? rest : { ...rest, [kind.part]: answer });
      return profile.name;
    },
  };
}

function variableItem(
  profiles: Profiles,
  root: ConfigRoot,
  { name }: Profile,
  variable: ProfileVariable,
): Item {
  const { key, secret } = variable;
  return {
    label: `$(${secret ? 'lock' : 'symbol-variable'}) ${key}`,
    description: secret ? '••••••' : variable.value,
    buttons: [bin()],
    async change() {
      const answer = await askVariable(secret, secret ? { key } : { key, value: variable.value });
      if (answer) await profiles.setVariable(root, name, answer);
      return name;
    },
    async remove() {
      await profiles.removeVariable(root, name, key);
      return name;
    },
  };
}

function newVariableItem(profiles: Profiles, root: ConfigRoot, { name }: Profile, secret: boolean): Item {
  return {
    label: `$(add) ${secret ? vscode.l10n.t('Add Secret Variable…') : vscode.l10n.t('Add Variable…')}`,
    async change() {
      const answer = await askVariable(secret);
      if (answer) await profiles.setVariable(root, name, answer);
      return name;
    },
  };
}

function profileItem(profiles: Profiles, root: ConfigRoot, name: string, isCurrent: boolean): Item {
  return {
    label: `$(${isCurrent ? 'circle-filled' : 'circle-outline'}) ${name}`,
    buttons: name === DEFAULT_PROFILE ? [] : [bin()],
    change: async () => name,
    async remove() {
      await profiles.remove(root, name);
      return DEFAULT_PROFILE;
    },
  };
}

function newProfileItem(profiles: Profiles, root: ConfigRoot, profile: Profile): Item {
  return {
    label: `$(add) ${vscode.l10n.t('New Profile…')}`,
    async change() {
      const name = await vscode.window.showInputBox({
        title: vscode.l10n.t('New Profile'),
        prompt: vscode.l10n.t('Name, e.g. production; it begins as a copy without secrets'),
      });
      if (!name?.trim()) return profile.name;
      const variables = profile.variables.filter(({ secret }) => !secret);
      await profiles.save(root, { ...profile, name: name.trim(), variables });
      return name.trim();
    },
  };
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function bin(): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove') };
}
