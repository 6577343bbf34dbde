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

export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = el('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', onClick);
  return element;
}
