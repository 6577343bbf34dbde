import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { jobVariables } from '@gitlab-chatops/shared/ci/variables';
import { selectContext } from './select-context.js';

interface Seen {
  readonly input: Record<string, unknown> & { readonly id: string };
  readonly expected: Record<string, string | null>;
}

const file = new URL('./vectors/oracle/select_variables.json', import.meta.url);
const contexts: Seen[] = JSON.parse(readFileSync(file, 'utf8'));

/**
 * Not taken from the vectors: the commit behind them has its description trimmed, GitLab's own has not
 * (`description` in app/models/commit.rb drops the first line and one newline at the end).
 */
const TRIMMED = 'CI_COMMIT_DESCRIPTION';

describe('conformance: the variables that rules see', () => {
  for (const { input, expected } of contexts) {
    it(input.id, () => {
      const job = { name: 'JOB', stage: 'test', when: 'on_success' };
      const seen = jobVariables(selectContext(input), job, []).toRecord();
      const names = Object.keys(expected).filter((name) => name !== TRIMMED);
      assert.deepEqual(
        Object.fromEntries(names.map((name) => [name, seen[name]])),
        Object.fromEntries(names.map((name) => [name, expected[name]])),
      );
      assert.equal(seen[TRIMMED]?.trim(), expected[TRIMMED]);
      // In GitLab's order, which is that of precedence.
      const ours = Object.keys(seen).filter((name) => name in expected);
      assert.deepEqual(ours, Object.keys(expected));
    });
  }
});
