import type { PanelRequest, PanelState } from '../../simulation/reply/panel-state.js';
import { el, redraw } from '../dom.js';
import { drawPanel } from './draw-panel.js';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelRequest): void;
  getState(): PanelState | undefined;
  setState(state: PanelState): void;
};

const vscode = acquireVsCodeApi();
const place = document.getElementById('reply');
const ask = (request: PanelRequest): void => vscode.postMessage(request);

// Stays while all else is drawn anew, so that a screen reader says what changes in it.
const status = el('p', { role: 'status', class: 'for-screen-readers' });
place?.before(status);

function show(state: PanelState): void {
  if (place) redraw(place, drawPanel(state, ask));
  if (status.textContent !== state.status.text) status.textContent = state.status.text;
}

// What was shown before the panel was hidden, until the extension says what is so now.
const known = vscode.getState();
if (known) show(known);
window.addEventListener('message', ({ data }: MessageEvent<PanelState>) => {
  vscode.setState(data);
  show(data);
});
ask({ ask: 'ready' });
