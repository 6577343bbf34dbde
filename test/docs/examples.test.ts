import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandLine } from '../executor/cli/command-line.js';

const path = fileURLToPath(new URL('../../examples/.gitlab-ci.yml', import.meta.url));

/** What people copy from, and begin with. */
describe('examples', () => {
  let command: CommandLine;
  before(() => {
    command = CommandLine.withExamples();
  });
  after(() => command.close());

  it('have one flaw, on purpose, that one key mends', async () => {
    const { stdout } = await command.call(['lint', '--offline', '--format', 'json']);
    const { findings }: { findings: { job?: string; rule: string; severity: string; fixes: unknown[] }[] } =
      JSON.parse(stdout);
    const flaws = findings.filter(({ severity }) => severity !== 'info');
    assert.deepEqual(
      flaws.map(({ job, rule, severity, fixes }) => [job, rule, severity, fixes.length]),
      [['say', 'chat-input-unquoted', 'warning', 1]],
    );
    await command.call(['lint', '--offline', '--fix']);
    const { status } = await command.call(['lint', '--offline', '--max-warnings', '0']);
    assert.equal(status, 0);
  });

  it('are all in their README', () => {
    const jobs = [...readFileSync(path, 'utf8').matchAll(/^([a-z][\w-]*):\n {2}extends: \.chat/gm)];
    const page = readFileSync(path.replace('.gitlab-ci.yml', 'README.md'), 'utf8');
    for (const [, job] of jobs) assert.ok(page.includes(`/project run ${job}`), job);
    assert.ok(jobs.length > 4);
  });
});
