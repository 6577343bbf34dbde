import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildBundle } from '../e2e/serving.js';
import { lintText } from '../shared/lint/support/lint-text.js';
import { type CodeQualityIssue, includedTemplate, TEMPLATE, templateScript } from './ci-template.js';
import { call, EmptyFolder, root } from './packages.js';

describe(TEMPLATE, function () {
  this.timeout(60_000);
  let place: EmptyFolder;
  before(() => buildBundle());
  beforeEach(() => {
    place = new EmptyFolder();
  });
  afterEach(() => place.remove());

  it('can be included, is out of chat’s reach, and lints clean', () => {
    const { config, exposures, files, text } = includedTemplate();
    assert.deepEqual([config.errors, config.unknown], [[], []]);
    assert.deepEqual(
      exposures.map(({ job, chat }) => [job.name, chat]),
      [['chatops-lint', 'no']],
    );
    assert.deepEqual(lintText(text, { files }), []);
    const [job] = config.jobs;
    assert.deepEqual(job?.options.artifacts, {
      when: 'always',
      reports: { codequality: ['gl-code-quality-report.json'] },
    });
  });

  /** The script without its first line, which installs what stands here already. */
  function runScript(inputs: Readonly<Record<string, string>> = {}) {
    mkdirSync(join(place.path, 'bin'));
    symlinkSync(join(root, 'executor/bin/gitlab-chatops.cjs'), join(place.path, 'bin/gitlab-chatops'));
    const [install = '', ...lines] = templateScript(inputs);
    assert.match(install, /^npm install /);
    const path = `export PATH=${place.path}/bin${delimiter}$PATH`;
    const done = call('bash', ['-eo', 'pipefail', '-c', [path, ...lines].join('\n')], place.path);
    const report: readonly CodeQualityIssue[] = JSON.parse(
      readFileSync(join(place.path, 'gl-code-quality-report.json'), 'utf8'),
    );
    return { ...done, report };
  }

  it('writes a report that GitLab reads, and fails with what is wrong in the log', () => {
    writeFileSync(
      join(place.path, '.gitlab-ci.yml'),
      'a:\n  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]\n  script: [./a $CHAT_INPUT]\nb: { script: [./b] }\n',
    );
    const { status, stdout, report } = runScript();
    assert.equal(status, 1);
    assert.match(stdout, /chat-input-unquoted/);
    assert.ok(report.length >= 2);
    for (const { description, check_name, fingerprint, severity, location } of report) {
      assert.ok(typeof description === 'string' && description !== '');
      assert.ok(typeof check_name === 'string' && check_name !== '');
      assert.match(String(fingerprint), /^[0-9a-f]{32}$/);
      assert.ok(['info', 'minor', 'major', 'critical', 'blocker'].includes(String(severity)));
      assert.equal(location.path, '.gitlab-ci.yml');
      assert.ok(Number.isInteger(location.lines.begin) && Number(location.lines.begin) >= 1);
    }
    assert.equal(new Set(report.map(({ fingerprint }) => fingerprint)).size, report.length);
  });

  it('takes more arguments', () => {
    writeFileSync(join(place.path, '.gitlab-ci.yml'), 'b: { script: [./b] }\n');
    assert.equal(runScript({ arguments: '--max-warnings 0' }).status, 1);
  });

  it('writes an empty report of a project without findings', () => {
    writeFileSync(
      join(place.path, '.gitlab-ci.yml'),
      'b: { script: [./b], rules: [{ if: $CI_PIPELINE_SOURCE == "push" }] }\n',
    );
    const { status, report } = runScript();
    assert.deepEqual([status, report], [0, []]);
  });
});
