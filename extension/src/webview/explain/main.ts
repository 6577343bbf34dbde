import type { ExplainRequest, ExplainState } from '../../views/explain/panel-state.js';
import { drawAnswer } from './draw-answer.js';
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
const answer = document.createElement('div');
answer.setAttribute('aria-live', 'polite');
place?.append(form.element, answer);

function show(state: ExplainState): void {
  form.show(state);
  answer.replaceChildren(...drawAnswer(state, ask));
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
