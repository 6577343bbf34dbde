import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { formatText, RULE_METAS } from '@gitlab-chatops/shared/lint';
import { EXCLUDED } from '../../shared/src/lint/shellcheck/codes.js';
import { lintText } from '../shared/lint/support/lint-text.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('docs: lint', () => {
  const page = read('docs/lint.md');

  it('shows what is really printed', () => {
    const [, config = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const [, output = ''] = /```text\n([\s\S]*?)```/.exec(page) ?? [];
    const report = { findings: lintText(config), rules: RULE_METAS, version: '', text: () => config };
    assert.equal(
      output,
      formatText(report, (_style, text) => text),
    );
    const [, short = ''] = /```text\n([\s\S]*?)```/.exec(read('README.md')) ?? [];
    assert.ok(short !== '' && output.startsWith(short));
  });

  it('names every code of shellcheck that is left out', () => {
    for (const code of Object.keys(EXCLUDED)) {
      if (code !== '1009') assert.ok(page.includes(`SC${code}`), code);
    }
  });
});
