import * as vscode from 'vscode';
import type { Services } from '../services.js';

const RED_HAT_YAML = 'redhat.vscode-yaml';
const TAG = '!reference sequence';
const ASKED = 'gitlabChatops.askedForReferenceTag';

/**
 * Red Hat YAML calls GitLab's `!reference` an unresolved tag unless its settings name it. Offered once, and only to
 * those who have that extension and use the tag.
 */
export function offerReferenceTag({ context, models }: Services): vscode.Disposable {
  const offer = async (): Promise<void> => {
    if (context.globalState.get<boolean>(ASKED) || !vscode.extensions.getExtension(RED_HAT_YAML)) return;
    const tags = vscode.workspace.getConfiguration('yaml').get<readonly string[]>('customTags', []);
    if (tags.some((tag) => tag.startsWith('!reference'))) return;
    const uses = models.all.some(({ config, text }) =>
      config.files.some((file) => text(file)?.includes('!reference')),
    );
    if (!uses) return;
    await context.globalState.update(ASKED, true);
    const add = vscode.l10n.t('Add to User Settings');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        'The YAML extension marks GitLab’s !reference as an unresolved tag. Add "{0}" to yaml.customTags?',
        TAG,
      ),
      add,
    );
    if (answer !== add) return;
    await vscode.workspace
      .getConfiguration('yaml')
      .update('customTags', [...tags, TAG], vscode.ConfigurationTarget.Global);
  };
  void offer();
  return models.onDidChange(() => void offer());
}
