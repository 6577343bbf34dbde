import assert from 'node:assert/strict';
import {
  compileUntrusted,
  evaluateExpression,
  regexpFromRubySyntax,
} from '@gitlab-chatops/shared/ci/expression';

const found = (pattern: string, text: string) => regexpFromRubySyntax(pattern)?.found(text);

describe('expression: RE2', () => {
  it('reads /…/flags as Ruby does, line by line', () => {
    assert.equal(found('/MA/i', 'main'), true);
    assert.equal(found('x\n/ab/i\ny', 'AB'), true);
    assert.equal(regexpFromRubySyntax('/ab\ncd/'), undefined);
    assert.equal(regexpFromRubySyntax('/ab/g'), undefined);
    assert.equal(regexpFromRubySyntax('ab'), undefined);
    assert.equal(found('/a/b/', 'xa/by'), true);
    assert.equal(found('//', ''), true);
    assert.equal(regexpFromRubySyntax('/'), undefined);
  });

  it('takes RE2 syntax and refuses everything else', () => {
    const valid = [
      '(?P<n>a)',
      '(?<n>a)',
      '(?<é>a)',
      '(?P<n>a)(?P<n>b)',
      '\\C',
      '[[:word:]]',
      '\\pL',
      '\\Q(',
      '(?U)a+',
    ];
    for (const source of valid) assert.ok(compileUntrusted(source), source);
    const invalid = [
      '(?=a)',
      '(?<!a)',
      '(a)\\1',
      '\\h',
      '\\R',
      '\\Z',
      '(?#c)',
      'a{1001}',
      'a**',
      '[\\C]',
      '(?<n-1>a)',
      '(',
    ];
    for (const source of invalid) assert.equal(compileUntrusted(source), undefined, source);
  });

  it('searches nothing where GitLab cannot group the pattern', () => {
    assert.equal(compileUntrusted('\\Qab')?.found('ab'), false);
    assert.equal(compileUntrusted('(x)|\\Qab')?.found('ab'), true);
  });

  it('sees characters, not UTF-16 units', () => {
    assert.equal(found('/^.$/', '😀'), true);
    assert.equal(found('/^\\C+$/', 'é'), true);
    assert.equal(found('/\\w/', 'é'), false);
  });

  it('stays linear on hostile patterns and long texts', function () {
    this.timeout(10_000);
    const long = 'a'.repeat(50_000);
    for (const pattern of ['/(a+)+$/', '/(a|a)*b/', '/(a*)*c/', '/(.*)(.*)(.*)[^a]$/']) {
      const { kind } = evaluateExpression(`$A =~ ${pattern}`, () => `${long}!`);
      assert.equal(kind, 'value');
    }
    assert.equal(evaluateExpression(`$A =~ /${'\\/'.repeat(25_000)}`, () => '').kind, 'error');
    assert.equal(evaluateExpression(`/${'a\\'.repeat(25_000)}`, () => '').kind, 'error');
    assert.equal(evaluateExpression(`"${long}" == $A`, () => long).truthful, true);
    assert.equal(evaluateExpression('('.repeat(50_000), () => '').kind, 'error');
    assert.equal(evaluateExpression(`$A =~ /${'('.repeat(20_000)}ab/`, () => '').kind, 'error');
  });
});
