import assert from 'node:assert/strict';
import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { FoldedLog, headingOf } from '../../../extension/src/simulation/terminal/folded-log.js';

const start = (name: string, time = 0): string => `section_start:${time}:${name}\r\x1b[0K`;
const end = (name: string, time = 3): string => `section_end:${time}:${name}\r\x1b[0K`;
const LOG = [
  'Running with gitlab-runner\n',
  `${start('get_sources')}Getting source\nFetching\n${end('get_sources')}`,
  `${start('step_script')}Executing script\n$ make\n\x1b[31mred\x1b[0m\n`,
  `${start('chat_reply')}\ndeployed\n${end('chat_reply')}`,
  `${end('step_script')}Job succeeded\n`,
].join('');

/** What a real terminal shows, scrolled-away lines included. */
async function shown(feed: (log: FoldedLog) => void): Promise<string[]> {
  const terminal = new Terminal({ cols: 80, rows: 30, scrollback: 10_000, allowProposedApi: true });
  let written = '';
  const log = new FoldedLog((text) => {
    written += text;
  });
  feed(log);
  await new Promise<void>((done) => terminal.write(written, done));
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, at) => active.getLine(at)?.translateToString(true) ?? '',
  );
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a job log in the terminal', () => {
  it('has headings with durations, and what is around the script folded', async () => {
    const lines = await shown((log) => {
      log.feed(bytes(LOG));
      log.end();
    });
    assert.deepEqual(lines, [
      'Running with gitlab-runner',
      '▸ Getting source  00:03',
      '▾ Executing script  00:03',
      '$ make',
      'red',
      '▾ chat_reply  00:03',
      'deployed',
      'Job succeeded',
    ]);
  });

  it('shows the same however the log is cut', async () => {
    const whole = await shown((log) => {
      log.feed(bytes(LOG));
      log.end();
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }), async (sizes) => {
        const cut = await shown((log) => {
          let at = 0;
          for (const size of sizes) {
            log.feed(bytes(LOG).subarray(at, at + size));
            at += size;
          }
          log.feed(bytes(LOG).subarray(at));
          log.end();
        });
        assert.deepEqual(cut, whole);
      }),
      { numRuns: 40 },
    );
  });

  it('folds and unfolds by the heading that a line shows', async () => {
    const lines = await shown((log) => {
      log.feed(bytes(LOG));
      log.end();
      assert.equal(log.toggle(headingOf('▾ Executing script  00:03') ?? ''), true);
      assert.equal(log.toggle('no such heading'), false);
    });
    assert.deepEqual(lines, [
      'Running with gitlab-runner',
      '▸ Getting source  00:03',
      '▸ Executing script  00:03',
      'Job succeeded',
    ]);
    assert.equal(headingOf('$ make'), undefined);
  });

  it('unfolds what failed before the script began', async () => {
    const failed = `${start('prepare_executor')}Preparing\nno such driver\n${end('prepare_executor')}`;
    const lines = await shown((log) => {
      log.feed(bytes(failed));
      log.end();
      log.showFailure();
    });
    assert.deepEqual(lines, ['▾ Preparing  00:03', 'no such driver']);
  });

  it('shows progress in place, and an unfinished line once', async () => {
    const lines = await shown((log) => {
      log.feed(bytes('first\n10%'));
      log.feed(bytes('\r20%'));
      log.feed(bytes('\r\x1b[K100%\nlast'));
    });
    assert.deepEqual(lines, ['first', '100%', 'last']);
  });

  it('begins anew when the Runner does', async () => {
    const lines = await shown((log) => {
      log.feed(bytes(LOG));
      log.restart();
      log.feed(bytes('again\n'));
    });
    assert.deepEqual(lines, ['again']);
  });

  it('keeps the latest lines of a flood', async () => {
    const lines = await shown((log) => {
      for (let at = 0; at < 20; at++) {
        log.feed(bytes(Array.from({ length: 1_000 }, (_, i) => `line ${at * 1_000 + i}\n`).join('')));
      }
      log.redraw();
    });
    assert.equal(lines.at(-1), 'line 19999');
    assert.ok(lines.length >= 5_000 && lines.length <= 6_000, `${lines.length} lines`);
  });
});
