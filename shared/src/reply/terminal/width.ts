/**
 * How many cells a terminal gives a character: 0 for combining and other characters without an advance, 2 for East
 * Asian wide ones and emoji, else 1 (UAX #11; terminals differ about emoji, which matters only for what a later
 * overwrite hits).
 */
export function charWidth(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x300) return 1;
  if (inRanges(codePoint, WIDE)) return inRanges(codePoint, ZERO_IN_WIDE) ? 0 : 2;
  return WITHOUT_ADVANCE.test(String.fromCodePoint(codePoint)) ? 0 : 1;
}

/** Non-spacing and enclosing marks, format characters (joiners, directions, variation selectors), Hangul vowels. */
const WITHOUT_ADVANCE = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;

/** Combining characters inside the wide blocks: ideographic tone marks, kana voicing marks, skin tones stay wide. */
const ZERO_IN_WIDE: readonly (readonly [number, number])[] = [
  [0x302a, 0x302d],
  [0x3099, 0x309a],
];

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x274e, 0x274e],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

function inRanges(codePoint: number, ranges: readonly (readonly [number, number])[]): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (codePoint < range[0]) high = middle - 1;
    else if (codePoint > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}
