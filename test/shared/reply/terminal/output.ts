import fc from 'fast-check';

const text = fc.string({
  unit: fc.constantFrom(...'abcdefgh XYZ019_-', 'é', 'ß', '日', '語', 'ｗ'),
  minLength: 1,
  maxLength: 12,
});

const parameter = fc.constantFrom('', '0', '1', '2', '3', '7', '12');

/** CSI b is left out: terminals disagree about what forgets the character to repeat. */
const control = fc.oneof(
  fc.constantFrom(
    ...['\n', '\n', '\r', '\b', '\t', '\r\n', '\x07', '\x1bD', '\x1bM', '\x1bE', '\x1b7', '\x1b8'],
  ),
  fc.constantFrom(
    ...['\x1b[31m', '\x1b[1;2m', '\x1b[?25l', '\x1b]0;t\x07', '\x1bPx\x1b\\', '\x1b(0', '\x1b(B'],
  ),
  fc.constantFrom('\x1b[?1049h', '\x1b[?1049l', '\x1b[3J'),
);

const moveOrErase = fc
  .tuple(parameter, fc.constantFrom(...'ABCDEFGIJKLMPSTXZ@`adesum'))
  .map(([n, final]) => `\x1b[${n}${final}`);

const position = fc
  .tuple(parameter, parameter, fc.constantFrom(...'Hfr'))
  .map(([n, m, final]) => `\x1b[${n};${m}${final}`);

/** Random terminal output: text, control characters, sequences that move, erase, shift rows and switch screens. */
export const terminalOutput: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: text },
      { weight: 3, arbitrary: control },
      { weight: 3, arbitrary: moveOrErase },
      { weight: 1, arbitrary: position },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));
