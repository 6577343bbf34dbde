import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { traceBeforeRename } from '@gitlab-chatops/executor/local/gitlab';
import { ChatReplyRenamer, decisiveSection, gitlabReply } from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const text = (trace: Uint8Array) => Buffer.from(trace).toString('latin1');
const start = (name: string) => `section_start:1700000000:${name}\r\x1b[0K`;
const end = (name: string) => `section_end:1700000000:${name}\r\x1b[0K`;

/** One stream of the Runner's line stamper (FF_TIMESTAMPS), for one write. */
function stamped(stream: string, continues: boolean, write: string): string {
  const stamp = (more: boolean) => `2026-11-24T01:58:16.424474Z ${stream}${more ? '+' : ' '}`;
  return write
    .split(/(?<=\n)/)
    .map((line, index) => stamp(continues && index === 0) + (line.endsWith('\n') ? line : `${line}\n`))
    .join('');
}

function renamed(output: string): string {
  const renamer = new ChatReplyRenamer();
  return text(Buffer.concat([renamer.push(bytes(output)), renamer.end()]));
}

/** A job's trace, with the driver's hand in it or without. */
function trace(output: string, decisive: string | undefined, stamps: boolean): string {
  const user = decisive === undefined ? output : renamed(output);
  const last = decisive ?? '';
  if (!stamps) {
    return (
      `${start('step_script')}banner\n${user}${end('step_script')}` +
      `${start('cleanup_file_variables')}Cleaning up\n${last}${end('cleanup_file_variables')}Job succeeded\n`
    );
  }
  return (
    stamped('00O', false, start('step_script')) +
    stamped('00O', true, 'banner\n') +
    (user === '' ? '' : stamped('01O', false, user)) +
    stamped('00O', false, end('step_script')) +
    stamped('00O', true, start('cleanup_file_variables')) +
    stamped('00O', true, 'Cleaning up\n') +
    (last === '' ? '' : stamped('01O', false, last)) +
    stamped('00O', false, end('cleanup_file_variables')) +
    stamped('00O', false, 'Job succeeded\n')
  );
}

const output = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        start('chat_reply'),
        end('chat_reply'),
        start('other'),
        'section_',
        '\n',
        '\r\x1b[0K',
        ':chat_print',
      ),
      fc.string({ maxLength: 12 }).map((piece) => Buffer.from(piece).toString('latin1')),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => `${pieces.join('')}\n`);

const decisive = fc
  .oneof(
    fc.constant({ kind: 'empty' } as const),
    fc.string({ minLength: 1, maxLength: 30 }).map((reply) => ({ kind: 'reply', text: reply }) as const),
  )
  .map((content) => text(decisiveSection(content, 1_700_000_000)));

describe('trace before the rename', () => {
  for (const stamps of [false, true]) {
    it(`is what it was, ${stamps ? 'stamped' : 'plain'}`, () => {
      fc.assert(
        fc.property(output, decisive, (user, last) => {
          const before = trace(user, undefined, stamps);
          const after = trace(user, last, stamps);
          assert.equal(text(traceBeforeRename(bytes(after))), before);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('leaves a trace alone that the driver did not touch', () => {
    for (const user of [`${start('chat_reply')}\nx\n${end('chat_reply')}`, `${start('chat_print')}x\n`, '']) {
      const untouched = bytes(trace(user, undefined, false));
      assert.deepEqual(traceBeforeRename(untouched), untouched);
    }
  });

  it("restores a real Runner's traces", () => {
    const cases = JSON.parse(
      readFileSync(new URL('../../../fixtures/runner/decisive.json', import.meta.url), 'utf8'),
    ) as { id: string; trace: string }[];
    for (const one of cases) {
      const restored = traceBeforeRename(Buffer.from(one.trace));
      const reply = gitlabReply(restored);
      assert.equal(reply.kind, 'reply', one.id);
      const sectioned = one.id.startsWith('ls-chat-reply');
      assert.equal(reply.kind === 'reply' && reply.section, sectioned ? 'chat_reply' : 'step_script', one.id);
      assert.doesNotMatch(text(restored), /our reply/);
      const stamp = one.id.includes('/stamped') ? /\n\S+Z 01O \n/ : /^$/;
      assert.doesNotMatch(text(restored), stamp, 'no empty line is left');
    }
  });
});
