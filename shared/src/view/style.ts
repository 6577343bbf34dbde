/** How a piece of terminal text looks. Colours: 0–255 of the palette, or `#rrggbb`. */
export interface TextStyle {
  readonly foreground?: number | string;
  readonly background?: number | string;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
  readonly strike?: true;
  readonly conceal?: true;
}

export const PLAIN: TextStyle = {};

type Flag = 'bold' | 'dim' | 'italic' | 'underline' | 'inverse' | 'strike' | 'conceal';

const SWITCH_ON: Readonly<Record<number, Flag>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  8: 'conceal',
  9: 'strike',
};

const SWITCH_OFF: Readonly<Record<number, readonly Flag[]>> = {
  21: ['underline'],
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  28: ['conceal'],
  29: ['strike'],
};

/** The style after an SGR sequence with these parameters (`1;31`, `38:5:200`, empty for reset). ECMA-48 8.3.117. */
export function applySgr(style: TextStyle, parameters: string): TextStyle {
  const codes = parameters.split(/[;:]/).map((code) => Number.parseInt(code, 10) || 0);
  let current = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const extended = readColour(codes, at + 1);
      if (extended.colour !== undefined) current = paint(current, code === 38, extended.colour);
      at = extended.end;
      continue;
    }
    current = applyCode(current, code);
  }
  return current;
}

function applyCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) return PLAIN;
  const flag = SWITCH_ON[code];
  if (flag !== undefined) return { ...style, [flag]: true };
  const off = SWITCH_OFF[code];
  if (off !== undefined) return without(style, off);
  if (code >= 30 && code <= 37) return paint(style, true, code - 30);
  if (code >= 40 && code <= 47) return paint(style, false, code - 40);
  if (code >= 90 && code <= 97) return paint(style, true, code - 90 + 8);
  if (code >= 100 && code <= 107) return paint(style, false, code - 100 + 8);
  if (code === 39) return without(style, ['foreground']);
  if (code === 49) return without(style, ['background']);
  return style;
}

function paint(style: TextStyle, isForeground: boolean, colour: number | string): TextStyle {
  return isForeground ? { ...style, foreground: colour } : { ...style, background: colour };
}

function without(style: TextStyle, keys: readonly (keyof TextStyle)[]): TextStyle {
  return Object.fromEntries(Object.entries(style).filter(([key]) => !keys.some((one) => one === key)));
}

/** `5;N` of the palette or `2;R;G;B`; anything else ends the sequence, because its length is not known. */
function readColour(codes: readonly number[], at: number): { colour?: number | string; end: number } {
  if (codes[at] === 5) {
    const colour = codes[at + 1];
    return colour === undefined || colour > 255 ? { end: at + 1 } : { colour, end: at + 1 };
  }
  if (codes[at] !== 2) return { end: codes.length };
  const parts = codes.slice(at + 1, at + 4);
  if (parts.length < 3 || parts.some((part) => part > 255)) return { end: at + 3 };
  return { colour: `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`, end: at + 3 };
}
