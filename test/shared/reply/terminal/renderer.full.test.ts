import assert from 'node:assert/strict';
import { renderTerminal, TerminalRenderer } from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { renderWithXterm } from './oracle.js';
import { terminalOutput } from './output.js';

describe('reply/terminal, at length', function () {
  this.timeout(180_000);

  it('agrees with xterm on many outputs', async () => {
    const size = { rows: 5, columns: 24, rowLimit: 24 };
    await fc.assert(
      fc.asyncProperty(terminalOutput, async (output) => {
        const expected = await renderWithXterm(output, size);
        fc.pre(expected !== undefined);
        assert.equal(renderTerminal(output, size), expected);
      }),
      { numRuns: 15_000 },
    );
  });

  const hostile: readonly (readonly [name: string, unit: string])[] = [
    ['huge cursor positions', '\x1b[99999;99999Hx'],
    ['huge forward moves', '\x1b[4294967295Cx\n'],
    ['huge repeats', 'x\x1b[99999999b'],
    ['inserted lines', '\x1b[9999L'],
    ['inserted characters', 'x\x1b[9999@'],
    ['deleted characters', '\x1b[P'],
    ['cleared screens', '\x1b[2J\x1b[3J'],
    ['one endless line', 'x'],
    ['one endless title', '\x1b]0;x'],
    ['endless parameters', '\x1b[1;2;3;4;5;6;7;8;9;'],
    ['combining characters', '\u0301'],
  ];
  for (const [name, unit] of hostile) {
    it(`8 MB of ${name} stay within one screen of memory`, () => {
      const chunk = Buffer.from(unit.repeat(Math.ceil(64_000 / unit.length)));
      let longest = 0;
      const renderer = new TerminalRenderer({
        line: (text) => {
          longest = Math.max(longest, text.length);
        },
        clear: () => {},
      });
      for (let done = 0; done < 8e6; done += chunk.length) renderer.write(chunk);
      renderer.end();
      assert.ok(longest <= 1024 * 4 * 17, `a row of ${longest} bytes`);
    });
  }
});
