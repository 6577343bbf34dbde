import assert from 'node:assert/strict';
import { type BranchFacts, chooseDefaultBranch } from '@gitlab-chatops/executor/local/git';

const cases: readonly [BranchFacts, string][] = [
  [{ remoteDefault: 'trunk', current: 'topic', local: ['main', 'topic'] }, 'trunk'],
  [{ current: 'master', local: ['main', 'master'] }, 'master'],
  [{ current: 'topic', local: ['main', 'topic'] }, 'main'],
  [{ current: 'topic', local: ['topic'] }, 'topic'],
  [{ local: ['master'] }, 'master'],
  [{ local: [] }, 'main'],
];

describe('default branch of a snapshot', () => {
  for (const [facts, expected] of cases) {
    it(`${JSON.stringify(facts)} → ${expected}`, () => {
      assert.equal(chooseDefaultBranch(facts), expected);
    });
  }
});
