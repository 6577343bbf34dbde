type Child = Node | string | undefined;

/** Attributes by name; `undefined` and `false` leave one out, `--name` sets a custom property. */
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element. Strings become text nodes: there is no other way for text into a panel. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    // The panel's policy refuses style attributes; a property set by script is none.
    if (key.startsWith('--')) element.style.setProperty(key, value === true ? '' : value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A sentence of ours as children of an element: what stands between back quotes is code. */
export function prose(text: string): (Node | string)[] {
  const parts = text.split('`');
  const isCode = (number: number): boolean => number % 2 === 1 && number < parts.length - 1;
  return parts.map((part, number) => (isCode(number) ? el('code', {}, part) : part));
}

/** Draws anew without taking the keyboard away or closing what was opened; both are found again by their ids. */
export function redraw(place: HTMLElement, children: readonly Node[]): void {
  const { scrollTop } = document.documentElement;
  // Only while the panel has the keyboard: to focus an element would take it from the editor.
  const isHere = document.hasFocus() && place.contains(document.activeElement);
  const focused = isHere ? document.activeElement?.id : undefined;
  const open = [...place.querySelectorAll('details[open]')].map(({ id }) => id);
  place.replaceChildren(...children);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus();
  document.documentElement.scrollTop = scrollTop;
}

export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = el('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', onClick);
  return element;
}
