import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { buildBundle } from '../e2e/serving.js';
import { needs, type Tool } from '../support/needs.js';
import { templateScript } from './ci-template.js';
import { EmptyFolder, root } from './packages.js';

const clone: Tool = {
  name: 'a clone',
  missing: () => (existsSync(join(root, '.git')) ? undefined : 'these files are in no repository'),
};

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly pass_filenames: boolean;
}

describe('packages, installed by npm', function () {
  this.timeout(300_000);
  let place: EmptyFolder;
  beforeEach(() => {
    place = new EmptyFolder();
    writeFileSync(
      join(place.path, '.gitlab-ci.yml'),
      'status:\n  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]\n  script: [./status "$CHAT_INPUT"]\n',
    );
  });
  afterEach(() => place.remove());

  it('the executor’s package works in an empty folder', () => {
    buildBundle();
    writeFileSync(join(place.path, 'package.json'), '{}');
    const tarball = place.pack('executor');
    assert.equal(place.run('npm', ['install', '--prefer-offline', '--no-audit', tarball]).status, 0);
    const program = join(place.path, 'node_modules/.bin/gitlab-chatops');
    assert.match(place.run(program, ['lint', '--explain', 'chat-retry']).stdout, /^# chat-retry/);
    assert.equal(place.run(program, ['lint']).status, 0);
    assert.equal(place.run(program, ['jobs']).status, 0);
  });

  it('the driver stands where the README’s config.toml has it', () => {
    buildBundle();
    const prefix = join(place.path, 'opt');
    const install = ['install', '--global', '--prefix', prefix, '--prefer-offline', '--no-audit'];
    assert.equal(place.run('npm', [...install, place.pack('executor')]).status, 0);
    const config = place.run(join(prefix, 'bin/gitlab-chatops-driver'), ['config']);
    assert.equal(config.status, 0);
    const { driver }: { driver: unknown } = JSON.parse(config.stdout);
    assert.deepEqual(driver, { name: 'gitlab-chatops', version: '0.1.0' });
  });

  it('the CI template’s script runs as it stands, with what npm made of the executor', () => {
    buildBundle();
    const lines = templateScript({ package: place.pack('executor') });
    const prefix = `export npm_config_prefix=${place.path}/global PATH=${place.path}/global/bin:$PATH`;
    const done = place.run('bash', ['-eo', 'pipefail', '-c', [prefix, ...lines].join('\n')]);
    assert.equal(done.status, 0);
    assert.deepEqual(JSON.parse(readFileSync(join(place.path, 'gl-code-quality-report.json'), 'utf8')), []);
  });

  it('pre-commit’s steps install the hook from the repository, and its entry lints a project', function () {
    needs(this, clone);
    const hooks: readonly Hook[] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
    const [hook] = hooks;
    assert.ok(hook);
    assert.deepEqual([hooks.length, hook.id, hook.language], [1, 'gitlab-chatops-lint', 'node']);
    // A list of changed files would be taken for configurations, and most are only included by one.
    assert.equal(hook.pass_filenames, false);
    assert.match('.gitlab-ci.yml', new RegExp(hook.files));
    assert.match('ci/part.yaml', new RegExp(hook.files));
    assert.doesNotMatch('README.md', new RegExp(hook.files));
    const prefix = join(place.path, 'environment');
    const install = ['install', '--allow-git=root', '--install-links', '-g', '--prefix', prefix];
    assert.equal(
      place.run('npm', [...install, '--prefer-offline', `git+file://${place.commit()}`]).status,
      0,
    );
    const [program = '', ...args] = hook.entry.split(' ');
    const linted = place.run(join(prefix, 'bin', program), args);
    assert.equal(linted.status, 0);
    assert.match(linted.stdout, /0 errors/);
  });
});
