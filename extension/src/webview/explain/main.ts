import type { ExplainRequest, ExplainState } from '../../views/explain/panel-state.js';
import { el } from '../dom.js';
import { drawSteps, drawVerdict } from './draw-answer.js';
import { ExplainFormView } from './form.js';

declare function acquireVsCodeApi(): {
  postMessage(message: ExplainRequest): void;
  getState(): ExplainState | undefined;
  setState(state: ExplainState): void;
};

const vscode = acquireVsCodeApi();
const place = document.getElementById('explain');
const ask = (request: ExplainRequest): void => vscode.postMessage(request);
const form = new ExplainFormView(ask);
const verdict = el('div', { role: 'status' });
const steps = el('div');
place?.append(form.element, verdict, steps);

function show(state: ExplainState): void {
  form.show(state);
  verdict.replaceChildren(drawVerdict(state, ask));
  steps.replaceChildren(...drawSteps(state, ask));
}

// What was shown before the panel was hidden, until the extension says what is so now.
const known = vscode.getState();
if (known) {
  show(known);
  ask({ ask: 'explain', form: known.form });
} else ask({ ask: 'ready' });
window.addEventListener('message', ({ data }: MessageEvent<ExplainState>) => {
  vscode.setState(data);
  show(data);
});
