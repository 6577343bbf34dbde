import * as vscode from 'vscode';

/** A job that chat and nothing else runs. */
export function chatJobSnippet(): vscode.SnippetString {
  return new vscode.SnippetString()
    .appendPlaceholder('deploy', 1)
    .appendText(':\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "chat"\n  script:\n')
    .appendText('    # It reads what was typed behind its name from CHAT_INPUT in its environment.\n    - ')
    .appendPlaceholder('./bin/deploy', 2)
    .appendText('\n')
    .appendTabstop(0);
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is shell.
const GREETING = 'echo "Hello ${CHAT_INPUT:-World}"';

/** A template for chat jobs, and a first job of it. */
export function chatTemplateSnippet(): vscode.SnippetString {
  return new vscode.SnippetString()
    .appendText('# Every chat job extends this, so that chat and nothing else runs it.\n.chat:\n')
    .appendText('  rules:\n    - if: $CI_PIPELINE_SOURCE == "chat"\n\n')
    .appendPlaceholder('hello', 1)
    .appendText(':\n  extends: .chat\n  script:\n    - ')
    .appendPlaceholder(GREETING, 2)
    .appendText('\n')
    .appendTabstop(0);
}

/**
 * The section that becomes the reply, by printf: `echo -e` prints its `-e` under dash. As lines of a list, or of one
 * block. GitLab drops what stands on the marker's own line (lib/gitlab/chat/output.rb), hence the line end.
 */
export function replySectionSnippet(isInList: boolean): vscode.SnippetString {
  const marker = (edge: 'start' | 'end'): string =>
    `printf 'section_${edge}:%s:chat_reply\\r\\033[0K${edge === 'start' ? '\\n' : ''}' "$(date +%s)"`;
  const next = isInList ? '\n- ' : '\n';
  return new vscode.SnippetString()
    .appendText(`${marker('start')}${next}`)
    .appendPlaceholder('./bin/report', 1)
    .appendText(`${next}${marker('end')}\n`)
    .appendTabstop(0);
}
