type Child = Node | string | undefined;

/** Attributes by name; `undefined` and `false` leave one out. Event handlers are added by the caller. */
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element. Strings become text nodes: there is no other way for text into this page. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    // The page's policy refuses style attributes; a property set by script is none.
    if (key.startsWith('--')) element.style.setProperty(key, value === true ? '' : value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Like the element's own method, leaving out what is undefined. */
export function replaceChildren(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter((child) => child !== undefined));
}

/**
 * Keeps a scroller at its end while it or what it holds changes size, unless its reader has scrolled up.
 * Returns the way to say that its content changed.
 */
export function stickToEnd(scroller: Element): () => void {
  let atEnd = true;
  const follow = (): void => {
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener('scroll', () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
  });
  new ResizeObserver(follow).observe(scroller);
  return follow;
}

/**
 * Draws a part of the page anew only when what it shows has changed, and leaves the keyboard where it was: on the
 * control of the same place.
 */
export function redrawing(parent: Element): (shown: unknown, draw: () => readonly HTMLElement[]) => void {
  let last: string | undefined;
  return (shown, draw) => {
    const now = JSON.stringify(shown);
    if (now === last) return;
    last = now;
    const controls = (): HTMLElement[] => [
      ...parent.querySelectorAll<HTMLElement>('a, button, select, pre, summary'),
    ];
    const { activeElement } = document;
    const focused = activeElement instanceof HTMLElement ? controls().indexOf(activeElement) : -1;
    parent.replaceChildren(...draw());
    if (focused >= 0) (controls()[focused] ?? controls().at(-1))?.focus();
  };
}
