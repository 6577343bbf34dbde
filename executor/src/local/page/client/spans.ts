import type { Span, TextStyle } from '@gitlab-chatops/shared/view';
import { el } from './dom.js';

/** Coloured text. The theme's stylesheet paints the sixteen colours, the rest are set directly. */
export function renderSpans(spans: readonly Span[]): (Node | string)[] {
  return spans.map(({ text, style }) => {
    const classes = classesOf(style);
    const colours = [style.foreground, style.background].some(isDirect);
    if (classes.length === 0 && !colours) return text;
    const element = el('span', { class: classes.join(' ') }, text);
    if (isDirect(style.foreground)) element.style.color = cssColour(style.foreground);
    if (isDirect(style.background)) element.style.backgroundColor = cssColour(style.background);
    return element;
  });
}

const FLAGS = ['bold', 'dim', 'italic', 'underline', 'inverse', 'strike', 'conceal'] as const;

function classesOf(style: TextStyle): string[] {
  const classes: string[] = FLAGS.filter((flag) => style[flag] === true);
  if (typeof style.foreground === 'number' && style.foreground < 16) classes.push(`fg${style.foreground}`);
  if (typeof style.background === 'number' && style.background < 16) classes.push(`bg${style.background}`);
  return classes;
}

/** Not one of the sixteen that the theme colours. */
function isDirect(colour: number | string | undefined): colour is number | string {
  return typeof colour === 'string' || (colour !== undefined && colour >= 16);
}

/** The 256-colour palette: a 6×6×6 cube, then 24 greys. */
function cssColour(colour: number | string): string {
  if (typeof colour === 'string') return colour;
  if (colour >= 232) {
    const grey = 8 + (colour - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cube = colour - 16;
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}
