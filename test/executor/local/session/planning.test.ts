import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JobResponse } from '@gitlab-chatops/executor/job';
import { planFromHead } from '@gitlab-chatops/executor/local/session';
import { Lab } from '../gitlab/fixture.js';

describe('planning a command on the directory', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open({ planner: planFromHead });
  });
  afterEach(() => lab.close());

  function write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(lab.tree, path)), { recursive: true });
      writeFileSync(join(lab.tree, path), text);
    }
  }
  const verdict = async (text: string) => {
    await lab.slash(text);
    return (await lab.event('command', (event) => event.text === text)).verdict;
  };
  const code = async (text: string) => {
    const decided = await verdict(text);
    return decided?.kind === 'scheduled' ? 'scheduled' : decided?.cause.code;
  };

  it('hands out the job of the config with its chat variables', async () => {
    write({
      '.gitlab-ci.yml': [
        'variables: {TARGET: "to $CHAT_INPUT"}',
        'hello-world:',
        '  stage: test',
        '  rules: [{if: $CI_PIPELINE_SOURCE == "chat"}]',
        '  before_script: [echo before]',
        '  script: [echo "Hello $CHAT_INPUT"]',
      ].join('\n'),
    });
    await lab.slash('run hello-world Ada');
    const job = (await lab.poll()).json as JobResponse;
    assert.deepEqual(job.steps?.[0]?.script, ['echo before', 'echo "Hello $CHAT_INPUT"']);
    const value = (name: string) => job.variables?.findLast(({ key }) => key === name)?.value;
    assert.deepEqual([value('CHAT_INPUT'), value('TARGET')], ['Ada', 'to Ada']);
  });

  it('reads includes of the same commit, wildcards too, and nothing outside', async () => {
    write({
      '.gitlab-ci.yml': 'include: [{local: ci/*.yml}]\n',
      'ci/a.yml': 'include: [{local: more/b.yml}]\na: {script: echo}\n',
      'more/b.yml': 'b: {script: echo}\n',
    });
    assert.equal(await code('run a'), 'scheduled');
    assert.equal(await code('run b'), 'scheduled');
    assert.equal((await verdict('run c'))?.kind, 'refused');
    write({ 'more/b.yml': 'include: [{remote: "https://example.invalid/x.yml"}]\n' });
    assert.equal((await verdict('run a once more'))?.kind, 'unknown');
  });

  it('knows the files of the commit for rules:exists', async () => {
    write({
      '.gitlab-ci.yml': 'a: {script: echo, rules: [{exists: [deep/*.txt]}]}\n',
    });
    assert.equal((await verdict('run a'))?.kind, 'refused');
    write({ 'deep/x.txt': 'x' });
    assert.equal((await verdict('run a now'))?.kind, 'scheduled');
  });

  it('refuses without a config, and says unsupported for a broken one', async () => {
    write({ '.gitlab-ci.yml': '' });
    const empty = await verdict('run a');
    assert.equal(empty?.kind, 'refused');
    write({ '.gitlab-ci.yml': 'a: {script: [}\n' });
    const broken = await verdict('run a again');
    assert.equal(broken?.kind === 'refused' && broken.answer, 'unsupported');
  });
});
