import type { FrameLocator } from 'playwright-core';

/** Text of a document that is hard to read. */
export interface Faint {
  readonly text: string;
  readonly ratio: number;
}

/** Red, green and blue from 0 to 255, alpha too. */
type Colour = readonly [red: number, green: number, blue: number, alpha: number];

interface ShownText {
  readonly text: string;
  readonly colour: Colour;
  /** From the text's element up to the root, then the editor's own, which VS Code draws behind the frame. */
  readonly backgrounds: readonly Colour[];
}

/** Runs in the document; a string, because it knows another world's names. Returns ShownText[]. */
const SHOWN_TEXTS = `(() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = (css) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const editor = colour(getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-background'));
  const shown = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (text === '' || !element.checkVisibility() || /^(STYLE|SCRIPT|OPTION)$/.test(element.tagName)) continue;
    const backgrounds = [];
    for (let at = element; at; at = at.parentElement) backgrounds.push(colour(getComputedStyle(at).backgroundColor));
    shown.push({ text, colour: colour(getComputedStyle(element).color), backgrounds: [...backgrounds, editor] });
  }
  return shown;
})()`;

/**
 * Texts whose contrast with what is behind them is below `least`, as WCAG 2 counts it (4.5: level AA). Pictures behind
 * text are not looked at.
 */
export async function faintTexts(panel: FrameLocator, least = 4.5): Promise<readonly Faint[]> {
  const shown: readonly ShownText[] = await panel.locator('body').evaluate(SHOWN_TEXTS);
  return shown.flatMap(({ text, colour, backgrounds }) => {
    const behind = backgrounds.reduceRight<Colour>((below, top) => over(top, below), [255, 255, 255, 255]);
    const ratio = contrast(luminance(over(colour, behind)), luminance(behind));
    return ratio < least ? [{ text, ratio: Math.round(ratio * 10) / 10 }] : [];
  });
}

function over(top: Colour, below: Colour): Colour {
  const share = top[3] / 255;
  const mix = (one: number, other: number): number => one * share + other * (1 - share);
  return [mix(top[0], below[0]), mix(top[1], below[1]), mix(top[2], below[2]), 255];
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** WCAG 2.2, relative luminance. */
function luminance([red, green, blue]: Colour): number {
  const linear = (part: number): number =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
