import assert from 'node:assert/strict';
import { LineStamper } from '../../../../../executor/src/local/runner/trace/index.js';

const NOW = Date.UTC(2026, 10, 24, 0, 28, 54, 471) + 0.975;
const T = '2026-11-24T00:28:54.471975Z 01O';

function stamped(writes: readonly (string | Buffer)[]): string {
  const out: Buffer[] = [];
  const stamper = new LineStamper(
    (bytes) => out.push(Buffer.from(bytes)),
    () => NOW,
    1,
    'O',
  );
  for (const one of writes) stamper.write(Buffer.from(one));
  stamper.close();
  return Buffer.concat(out).toString('latin1');
}

describe('line stamper', () => {
  it('begins every line, and ends the last one', () => {
    assert.equal(stamped(['a\n\nb', 'c']), `${T} a\n${T} \n${T} bc\n`);
  });

  it('sends a write with a carriage return at once and marks the next line as its continuation', () => {
    assert.equal(stamped(['10%\r', '20%\rx', '\nnext\n']), `${T} 10%\r\n${T}+20%\rx\n${T}+\n${T} next\n`);
  });

  it('does not take a carriage return in a complete line for a progress bar', () => {
    assert.equal(stamped(['a\rb\nc', '\n']), `${T} a\rb\n${T} c\n`);
  });

  it('counts the header against 8 KiB and flushes whole writes', () => {
    const full = 'x'.repeat(8192 - 32);
    assert.equal(stamped([full, '\n']), `${T} ${full}\n`);
    assert.equal(stamped([full, 'y', 'z\n']), `${T} ${full}y\n${T}+z\n`);
    const long = 'x'.repeat(20_000);
    assert.equal(stamped([long, '\n']), `${T} ${long}\n${T}+\n`);
  });

  it('keeps the time of a line’s first byte', () => {
    const out: Buffer[] = [];
    let now = NOW;
    const stamper = new LineStamper(
      (bytes) => out.push(Buffer.from(bytes)),
      () => now,
      15,
      'E',
    );
    stamper.write(Buffer.from('a'));
    now += 1000;
    stamper.write(Buffer.from('b\nc\n'));
    assert.equal(
      Buffer.concat(out).toString(),
      '2026-11-24T00:28:54.471975Z 0fE ab\n2026-11-24T00:28:55.471975Z 0fE c\n',
    );
  });
});
