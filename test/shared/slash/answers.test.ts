import assert from 'node:assert/strict';
import {
  type AnswerBody,
  accessDeniedAnswer,
  authorizeAnswer,
  availableCommands,
  confirmAnswer,
  deactivatedAnswer,
  formatSlackLinks,
  helpAnswer,
  matchCommand,
  notScheduledAnswer,
  projectNotFoundAnswer,
  rubyInspect,
  SLASH_COMMANDS,
  scheduledAnswer,
} from '@gitlab-chatops/shared/slash';
import fc from 'fast-check';
import { list, pinnedVectors, record, text, type Vector } from '../../conformance/load.js';

const PROJECT_URL = 'https://gitlab.example.com/group/project';
const ALL_FEATURES = availableCommands({ issues: true, builds: true });

/** What GitLab answers to the event of a vector. */
function answer(input: Vector): AnswerBody {
  switch (input.event) {
    case 'pipeline not created':
      return notScheduledAnswer(text(input, 'command'));
    case 'pipeline persisted':
      return scheduledAnswer(
        typeof input.response_url === 'string' ? input.response_url : null,
        input.builds === 0 ? null : { id: Number(input.build_id), url: String(input.build_url) },
      );
    case 'unknown user':
      return authorizeAnswer(typeof input.authorize_url === 'string' ? input.authorize_url : null);
    case 'user may not use slash commands':
    case 'run without create_pipeline':
      return accessDeniedAnswer(PROJECT_URL);
    case 'user deactivated':
      return deactivatedAnswer('https://gitlab.example.com');
    case 'chat_name token differs':
      return confirmAnswer(text(input, 'confirm_url'));
    case 'no command matched':
      assert.equal(matchCommand(text(input, 'text')), null);
      return helpAnswer({
        trigger: text(input, 'command'),
        text: text(input, 'text'),
        projectUrl: PROJECT_URL,
        commands: ALL_FEATURES,
      });
    case 'no command available':
      return helpAnswer({ trigger: '/x', text: text(input, 'text'), projectUrl: PROJECT_URL, commands: [] });
    default:
      throw new Error(`no answer for the event ${String(input.event)}`);
  }
}

describe('slash: answers', () => {
  for (const vector of pinnedVectors('slash', 'answer')) {
    it(`${String(vector.id)}: ${String(vector.title)}`, () => {
      const expected = record(vector.expected);
      const body = answer(record(vector.input));
      if ('body' in expected) {
        assert.deepEqual(body, expected.body);
        return;
      }
      const parts = record(expected.body_includes);
      assert.equal(body.response_type, parts.response_type);
      assert.equal(body.status, parts.status);
      assert.ok(body.text.startsWith(text(parts, 'text_starts_with')), body.text);
      for (const part of list(parts.text_includes)) assert.ok(body.text.includes(String(part)), body.text);
    });
  }

  it('have GitLab’s help text, line by line', () => {
    const help = helpAnswer({
      trigger: '/ops',
      text: 'help',
      projectUrl: PROJECT_URL,
      commands: ALL_FEATURES.slice(-1),
    });
    assert.equal(
      help.text,
      '*Available commands*\n\nThe following commands are available for this chatops integration:\n\n' +
        '/ops [project name or alias] run <command> <arguments>\n\n' +
        "If available, the `run` command is used for running GitLab CI jobs\ndefined in this project's `.gitlab-ci.yml` file. " +
        'For example, if a\njob called "help" is defined you can run it like so:\n\n`/ops run help`\n\n\n' +
        `*Project*\n\nThe GitLab project for this chatops integration can be found at\n${PROJECT_URL}.\n\n` +
        '*Documentation*\n\nFor more information about GitLab chatops, refer to its\n' +
        'documentation: https://docs.gitlab.com/ee/ci/chatops/.\n\n',
    );
    const app = helpAnswer({ trigger: '/gitlab', text: 'help', projectUrl: null, commands: SLASH_COMMANDS });
    assert.ok(!app.text.includes('*Project*'));
    assert.ok(app.text.includes('\n/gitlab incident declare *(Beta)*\n'));
  });

  it('say that a project or alias is unknown', () => {
    assert.equal(projectNotFoundAnswer().text, 'GitLab error: project or alias not found');
  });

  it('call the chat service unsupported without a response_url', () => {
    const body = scheduledAnswer(null, { id: 1, url: 'https://e.com' });
    assert.equal(body.text, 'Sorry, this chat service is currently not supported by GitLab ChatOps.');
  });
});

describe('slash: Ruby string literals', () => {
  it('escape as Ruby does', () => {
    // Right-hand sides as Ruby 3 prints them.
    const cases: readonly (readonly [string, string])[] = [
      ['a"b\\c', '"a\\"b\\\\c"'],
      ['#{x} #$y #@z #w #', '"\\#{x} \\#$y \\#@z #w #"'],
      ['\n\r\t\f\v\b\x07\x1b', '"\\n\\r\\t\\f\\v\\b\\a\\e"'],
      ['\0\x01\x7f\u0085', '"\\u0000\\u0001\\u007F\\u0085"'],
      ['\u2028\ufffe\u{10ffff}', '"\\u2028\\uFFFE\\u{10FFFF}"'],
      ['é狸😀\u00a0\u200b\u00ad\ue000', '"é狸😀\u00a0\u200b\u00ad\ue000"'],
    ];
    for (const [input, literal] of cases) assert.equal(rubyInspect(input), literal);
  });

  it('never hold a line break or an unescaped quote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        assert.match(rubyInspect(any), /^"(?:[^"\\\n]|\\.)*"$/s);
      }),
    );
  });
});

describe('slash: links in answers', () => {
  it('become Slack’s', () => {
    // Right-hand sides as the gem gives them.
    const cases: readonly (readonly [string, string])[] = [
      ['[a b](https://e.com/x)', '<https://e.com/x|a b>'],
      ['[](mailto:a@b)', '<mailto:a@b>'],
      ['[a](https://e.com/x_(y))', '<https://e.com/x_(y)|a>'],
      ['[[x]](http://e)', '[[x]](http://e)'],
      ['[a](ftp://e)', '[a](ftp://e)'],
      ['<a class="c" href=\'q\' id=1>t</a> [z](http://y)', '<q|t> <http://y|z>'],
      ['<a href="">t</a>', '<a href="">t</a>'],
    ];
    for (const [input, formatted] of cases) assert.equal(formatSlackLinks(input), formatted);
  });
});
