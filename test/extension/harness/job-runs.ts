import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

export const textOf = async (place: Locator): Promise<string> => (await place.textContent()) ?? '';

/** Jobs run from the palette, as a person does, and what the reply panel then shows. */
export class JobRuns {
  readonly #workbench: Workbench;
  /** The reply panel's document. */
  readonly panel: FrameLocator;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.panel = workbench.webview();
  }

  /** The first time a folder's user is asked whether scripts may run here. */
  async agree(job: string): Promise<void> {
    await this.#workbench.runCommandAndPick(RUN, 'Run Job from Chat', job);
    await this.#workbench.page.getByRole('button', { name: 'Run on This Computer' }).click();
  }

  async run(job: string, input = ''): Promise<void> {
    await this.#workbench.runCommandAndPick(RUN, 'Run Job from Chat', job);
    await this.answer(job, input);
  }

  /** Types what follows the job's name. */
  async answer(job: string, input = ''): Promise<void> {
    await this.#workbench.answer(`Run ${job} from Chat`, input);
    await this.panel.locator('.command', { hasText: `run ${job} ${input}`.trim() }).waitFor();
  }

  ended(kind: 'good' | 'bad' | 'quiet', timeout = 60_000): Promise<void> {
    return this.panel.locator(`.status.${kind}`).waitFor({ timeout });
  }

  ours(): Promise<string> {
    return textOf(this.panel.locator('.ours'));
  }

  theirs(): Promise<string> {
    return textOf(this.panel.locator('.theirs'));
  }

  /** What the run found, as a code. */
  found(code: string): Locator {
    return this.panel.locator('.found', { hasText: code });
  }

  /** The rows of the terminal in front. */
  terminal(): Locator {
    return this.#workbench.page.locator('.terminal-wrapper.active .xterm-rows');
  }
}

const RUN = 'GitLab ChatOps: Run Job from Chat';
