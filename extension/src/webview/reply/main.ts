import type { PanelRequest, PanelState } from '../../simulation/reply/panel-state.js';
import { drawPanel } from './draw-panel.js';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelRequest): void;
  getState(): PanelState | undefined;
  setState(state: PanelState): void;
};

const vscode = acquireVsCodeApi();
const place = document.getElementById('reply');
const ask = (request: PanelRequest): void => vscode.postMessage(request);

function show(state: PanelState): void {
  const scrolled = document.documentElement.scrollTop;
  place?.replaceChildren(...drawPanel(state, ask));
  document.documentElement.scrollTop = scrolled;
}

// What was shown before the panel was hidden, until the extension says what is so now.
const known = vscode.getState();
if (known) show(known);
window.addEventListener('message', ({ data }: MessageEvent<PanelState>) => {
  vscode.setState(data);
  show(data);
});
ask({ ask: 'ready' });
