/** Longer than this at a time nothing may keep the extension host from answering a keystroke. */
const SLICE_MS = 15;

/** Long work in slices: between them the extension host does what waits for it. */
export class Slices {
  #since = performance.now();

  /** To be awaited wherever the work can be interrupted. True: the slice was over, and others had their turn. */
  async next(): Promise<boolean> {
    if (performance.now() - this.#since < SLICE_MS) return false;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    this.#since = performance.now();
    return true;
  }
}
