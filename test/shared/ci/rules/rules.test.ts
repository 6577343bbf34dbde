import assert from 'node:assert/strict';
import type { ConfigRule } from '@gitlab-chatops/shared/ci';
import { evaluateRules, ruleEnvironment, ServerFailure } from '@gitlab-chatops/shared/ci/rules';
import { type KnownContext, pipelineContext, VariableCollection } from '@gitlab-chatops/shared/ci/variables';
import { located, ruleIf } from '../resolved-job.js';

const VARIABLES = [
  { key: 'A', value: '1' },
  { key: 'DIR', value: 'src' },
  { key: 'NESTED', value: '$DIR/**' },
  { key: 'SECRET', value: 's3cret', masked: true },
];

function rules(list: readonly ConfigRule[], known: KnownContext = {}, open: readonly string[] = []) {
  const isUnknown = (name: string) => open.includes(name);
  const environment = ruleEnvironment(
    pipelineContext({ source: 'push', files: ['src/a.rb'], ...known }),
    new VariableCollection(VARIABLES),
    open.length > 0 ? { isUnknown } : {},
  );
  return evaluateRules(list, environment, 'on_success');
}

const changes = (paths: string[], compareTo?: string): ConfigRule => ({
  changes: { paths: located(paths), ...(compareTo === undefined ? {} : { compareTo }) },
});
const exists = (paths: string[], project?: string, ref?: string): ConfigRule => ({
  exists: { paths: located(paths), ...(project ? { project } : {}), ...(ref ? { ref } : {}) },
});
const changed = (...paths: string[]): KnownContext => ({ changedPaths: { kind: 'known', paths } });

describe('rules', () => {
  it('takes the first rule whose clauses all hold', () => {
    const list = [ruleIf('$A == "2"'), ruleIf('$A', { when: { value: 'manual' } }), {}];
    const { when, trials } = rules(list);
    assert.equal(when, 'manual');
    assert.deepEqual(
      trials.map(({ matched }) => matched),
      [false, true],
    );
    assert.equal(rules([ruleIf('$A == "2"')]).when, 'never');
    assert.equal(rules([]).when, 'never');
    assert.equal(rules([{}]).when, 'on_success');
  });

  it('expands paths, in each other, and leaves unknown names', () => {
    assert.equal(rules([changes(['$NESTED/*'])], changed('src/x/y')).when, 'on_success');
    assert.equal(rules([changes(['$NOPE/*'])], changed('src/x')).when, 'never');
    assert.equal(rules([changes(['$NOPE/*'])], changed('$NOPE/x')).when, 'on_success');
    assert.equal(rules([exists(['%DIR%/*.rb'])]).when, 'on_success');
  });

  it('holds on changes that GitLab cannot tell, never on none', () => {
    assert.equal(rules([changes(['nope'])], { changedPaths: { kind: 'undetermined' } }).when, 'on_success');
    assert.equal(rules([changes(['**/*'])], changed()).when, 'never');
  });

  it('fails as a whole on a ref or project that is not there', () => {
    const known: KnownContext = {
      compareTo: (ref) => (ref === 'main' ? { kind: 'known', paths: ['src/a'] } : { kind: 'no_such_ref' }),
      otherProject: (project, ref) => {
        if (project !== 'acme/lib') return { kind: 'no_such_project' };
        return ref === 'main' ? { kind: 'known', files: ['lib.rb'] } : { kind: 'no_such_ref' };
      },
    };
    assert.equal(rules([changes(['src/*'], 'main')], known).when, 'on_success');
    const failed = rules([changes(['src/*'], 'nope'), {}], known);
    assert.equal(failed.when, 'never');
    assert.equal(failed.error, 'rules:changes:compare_to is not a valid ref');
    assert.equal(rules([exists(['*.rb'], 'acme/lib', 'main')], known).when, 'on_success');
    assert.match(rules([exists(['*'], 'acme/$SECRET')], known).error ?? '', /`acme\/x+` not found/);
    assert.match(rules([exists(['*'], 'acme/lib', 'v1')], known).error ?? '', /`v1` is not a valid ref/);
    // A clause before that fails keeps the ref from being asked for.
    assert.equal(rules([{ ...ruleIf('$NOPE'), ...changes(['*'], 'nope') }, {}], known).when, 'on_success');
  });

  it('keeps every way open that something unknown leaves', () => {
    const { when, alternatives, unknown } = rules(
      [ruleIf('$X', { when: { value: 'manual' } }), ruleIf('$A && $Y', { when: { value: 'never' } }), {}],
      {},
      ['X', 'Y'],
    );
    assert.equal(when, 'on_success');
    assert.deepEqual(
      alternatives.map((other) => other.when),
      ['manual', 'never'],
    );
    assert.deepEqual(unknown, [
      { kind: 'variable', name: 'X' },
      { kind: 'variable', name: 'Y' },
    ]);
    assert.deepEqual(rules([exists(['$X/a']), {}], {}, ['X']).unknown, [{ kind: 'variable', name: 'X' }]);
    assert.equal(rules([changes(['a'])]).unknown[0]?.kind, 'changes');
  });

  it('throws where the server fails, but not behind an open rule', () => {
    const raising = ruleIf('$A && $A =~ true');
    assert.throws(() => rules([raising]), ServerFailure);
    const open = rules([ruleIf('$X'), raising], {}, ['X']);
    assert.equal(open.when, 'never');
    assert.equal(open.alternatives[0]?.when, 'on_success');
  });

  it('shows no masked value', () => {
    const verdict = rules([ruleIf('$SECRET == "x"'), exists(['$SECRET*'])], { files: ['s3cret.txt'] });
    assert.ok(!JSON.stringify(verdict.trials).includes('"s3cret"'));
    assert.deepEqual(verdict.trials[0]?.clauses[0]?.saw, { SECRET: '[MASKED]' });
  });
});
