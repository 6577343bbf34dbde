import assert from 'node:assert/strict';
import {
  dropFirstLine,
  gitlabFailure,
  gitlabReply,
  gitlabSuccess,
  notifyAction,
  type RespondedJob,
  responderFor,
} from '@gitlab-chatops/shared/reply';
import { scheduledAnswer } from '@gitlab-chatops/shared/slash';
import { pinnedVectors, record, text, type Vector } from '../../conformance/load.js';
import { latin1 } from './markers.js';

function jobOf(context: Vector): RespondedJob {
  return {
    id: Number(context.build_id),
    name: text(context, 'build_name'),
    url: text(context, 'build_url'),
    callerId: text(context, 'chat_user_id'),
    user: { name: text(context, 'user_name'), url: text(context, 'user_url') },
  };
}

function outputOf(input: Vector): string {
  const repeat = record(input.output_repeat);
  return 'text' in repeat ? text(repeat, 'text').repeat(Number(repeat.times)) : text(input, 'output');
}

describe('reply: GitLab’s own messages', () => {
  for (const vector of pinnedVectors('output', 'respond')) {
    const input = record(vector.input);
    const expected = record(vector.expected);
    it(`${String(vector.id)}: ${String(vector.title)}`, () => {
      const url = text(input, 'response_url');
      const job = jobOf(record(vector.context));
      assert.equal(responderFor(url), expected.responder);
      if (input.event === 'success')
        assert.deepEqual(gitlabSuccess(url, job, outputOf(input)), expected.posted);
      else if (input.event === 'failure') assert.deepEqual(gitlabFailure(url, job), expected.posted);
      else {
        // As the slash command's answer: Markdown links are Slack's by then.
        const returned = record(expected.returned);
        const answer = scheduledAnswer(url, { id: job.id, url: job.url });
        assert.equal(
          answer.text,
          text(returned, 'text').replace(`[#${job.id}](${job.url})`, `<${job.url}|#${job.id}>`),
        );
        assert.equal(answer.response_type, returned.response_type ?? 'in_channel');
      }
    });
  }

  for (const vector of pinnedVectors('output', 'drop_first_line')) {
    it(`${String(vector.id)}: drops the first line of ${JSON.stringify(vector.input)}`, () => {
      assert.equal(dropFirstLine(text(vector, 'input')), record(vector.expected).text);
    });
  }
});

describe('reply: GitLab’s notifier', () => {
  for (const vector of pinnedVectors('output', 'worker')) {
    const input = record(vector.input);
    const expected = record(vector.expected);
    it(`${String(vector.id)}: ${String(vector.title)}`, () => {
      const action = notifyAction({
        status: input.build === 'missing' ? null : text(input, 'build'),
        responder: input.responder === 'none' ? null : 'Slack',
        reply: () =>
          input.section === 'missing'
            ? { kind: 'no_section' }
            : { kind: 'reply', section: 'chat_reply', byteStart: 0, byteEnd: 0, output: 'output' },
        rescheduleCount: Number(input.reschedule_count ?? 0),
      });
      if (action.kind === 'reschedule') {
        assert.deepEqual(
          [action.kind, action.inSeconds, action.rescheduleCount],
          [expected.action, expected.in_seconds, expected.reschedule_count],
        );
      } else {
        const words = {
          none: 'none',
          success: 'success(output)',
          failure: 'failure',
          give_up: 'raise TimeoutExceeded',
        };
        assert.equal(words[action.kind], expected.action);
      }
    });
  }

  it('does not read the log of a job that did not succeed', () => {
    const action = notifyAction({
      status: 'canceled',
      responder: 'Mattermost',
      reply: () => assert.fail('the log was read'),
      rescheduleCount: 0,
    });
    assert.equal(action.kind, 'failure');
  });

  it('gives up at once on a section that is no UTF-8', () => {
    const log = latin1(
      'section_start:1:chat_reply\r\x1b[0K\n\xed\xa0\x80\nsection_end:1:chat_reply\r\x1b[0K',
    );
    const reply = (): ReturnType<typeof gitlabReply> => gitlabReply(log);
    assert.equal(
      notifyAction({ status: 'success', responder: 'Slack', reply, rescheduleCount: 0 }).kind,
      'give_up',
    );
  });
});

describe('reply: what Ruby takes for UTF-8', () => {
  const kindOf = (bytes: string): string =>
    gitlabReply(latin1(`section_start:1:chat_reply\r\x1b[0K\n${bytes}\nsection_end:1:chat_reply\r\x1b[0K`))
      .kind;

  it('refuses surrogates, overlong forms, what is above U+10FFFF, and torn characters', () => {
    for (const bytes of [
      '\xed\xa0\x80',
      '\xc0\x80',
      '\xe0\x80\x80',
      '\xf4\x90\x80\x80',
      '\xf8\x88\x80\x80\x80',
      '\xe7\x8b',
      '\x80',
    ]) {
      assert.equal(kindOf(bytes), 'invalid_utf8', Buffer.from(bytes, 'latin1').toString('hex'));
    }
  });

  it('keeps a byte-order mark, NUL and noncharacters', () => {
    for (const character of ['\ufeff', '\0', '\uffff', '\u{10ffff}']) {
      const bytes = Buffer.from(character).toString('latin1');
      const reply = gitlabReply(
        latin1(`section_start:1:chat_reply\r\x1b[0K\n${bytes}\nsection_end:1:chat_reply\r\x1b[0K`),
      );
      assert.equal(reply.kind === 'reply' && reply.output, character);
    }
  });
});
