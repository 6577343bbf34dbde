import * as vscode from 'vscode';

/**
 * The panel's empty document. Everything it shows comes later, as data, and becomes text nodes; scripts and styles come
 * from the extension's own folder and nowhere else, nothing is loaded from the net.
 */
export function panelDocument(
  webview: vscode.Webview,
  media: vscode.Uri,
  { name, title }: { readonly name: 'reply' | 'explain'; readonly title: string },
): string {
  const asset = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(media, file)).toString();
  const policy = `default-src 'none'; script-src ${webview.cspSource}; style-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="${asset(`${name}.css`)}">
  </head>
  <body>
    <main id="${name}" aria-label="${title}"></main>
    <script type="module" src="${asset(`${name}.js`)}"></script>
  </body>
</html>`;
}
