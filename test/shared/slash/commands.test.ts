import assert from 'node:assert/strict';
import {
  availableCommands,
  COMMAND_NAMES,
  chatVariables,
  matchCommand,
  SLASH_COMMANDS,
  splitGlobalText,
} from '@gitlab-chatops/shared/slash';
import fc from 'fast-check';
import { pinnedVectors, record } from '../../conformance/load.js';

const SPACE = ' \t\r\n\f\v';

describe('slash: commands', () => {
  it('are tried in GitLab’s order, with its conditions', () => {
    const [order] = pinnedVectors('slash', 'order');
    const expected = record(order?.expected);
    assert.deepEqual([...COMMAND_NAMES], expected.order);
    assert.deepEqual(
      SLASH_COMMANDS.map(({ name }) => name),
      expected.order,
    );
    for (const { name, feature, ability } of SLASH_COMMANDS) {
      if (name === 'IncidentNew') continue;
      assert.equal(`${feature} enabled`, record(expected.available_if)[name]);
      assert.equal(ability, record(expected.allowed_if)[name] ?? null);
    }
  });

  it('are not matched where the project does not have them', () => {
    const issuesOnly = availableCommands({ issues: true, builds: false });
    assert.equal(matchCommand('run job', issuesOnly), null);
    assert.equal(matchCommand('issue show 1', issuesOnly)?.command, 'IssueShow');
    assert.equal(matchCommand('incident declare', availableCommands({ issues: true, builds: true })), null);
  });

  it('read run as words between ASCII white space', () => {
    const white = fc.string({ unit: fc.constantFrom(...SPACE), minLength: 1, maxLength: 4 });
    const word = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 8 })
      .filter((text) => !/[ \t\r\n\f\v]/.test(text));
    fc.assert(
      fc.property(
        white,
        word,
        white,
        fc.string({ unit: 'binary', maxLength: 10 }),
        (before, job, between, rest) => {
          const match = matchCommand(`run${before}${job}${between}${rest}`);
          const tail = between + rest;
          // All leading white space goes, but the arguments keep at least one character of whatever there is.
          const input = tail.replace(/^[ \t\r\n\f\v]+/, '') || tail.slice(1).slice(-1);
          assert.deepEqual(
            match,
            input === '' ? null : { command: 'Run', captures: { command: job, arguments: input } },
          );
        },
      ),
    );
  });

  it('never throw', () => {
    const words = fc.constantFrom(
      'run',
      'issue',
      'show',
      'new',
      'move',
      'comment',
      'deploy',
      ' to ',
      ' ',
      '\n',
      '#1',
      'x',
    );
    fc.assert(fc.property(fc.array(words), (parts) => void matchCommand(parts.join(''))));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => void matchCommand(any)));
  });

  it('take long hostile texts', () => {
    const many = 100_000;
    assert.equal(matchCommand(`run${' '.repeat(many)}`), null);
    assert.equal(matchCommand(`run ${'a'.repeat(many)} `), null);
    assert.equal(matchCommand(`deploy ${'to '.repeat(many)}`), null);
    assert.equal(matchCommand(`deploy a${' to'.repeat(many)}`)?.command, 'Deploy');
    assert.equal(matchCommand(`issue new ${'\n'.repeat(many)}`)?.command, 'IssueNew');
  });
});

describe('slash: chat variables', () => {
  for (const vector of pinnedVectors('slash', 'pipeline_variables')) {
    it(`${String(vector.id)}: ${String(vector.title)}`, () => {
      const input = record(vector.input);
      const variables = chatVariables(
        { command: 'job', arguments: typeof input.arguments === 'string' ? input.arguments : null },
        { channelId: String(input.channel_id), chatUserId: String(input.chat_user_id) },
      );
      assert.deepEqual(variables, vector.expected);
    });
  }
});

describe('slash: text of the GitLab for Slack app', () => {
  it('is split once, at the first white-space character', () => {
    assert.deepEqual(splitGlobalText(''), { projectAlias: null, commandText: null });
    assert.deepEqual(splitGlobalText(' run x'), { projectAlias: '', commandText: 'run x' });
    assert.deepEqual(splitGlobalText('p '), { projectAlias: 'p', commandText: '' });
    assert.deepEqual(splitGlobalText('p\u00a0run x'), { projectAlias: 'p\u00a0run', commandText: 'x' });
    assert.deepEqual(splitGlobalText('incident declare '), {
      projectAlias: 'incident',
      commandText: 'declare ',
    });
  });
});
