import assert from 'node:assert/strict';
import { gitlabReply } from '@gitlab-chatops/shared/reply';
import { LineStamper } from '../../support/line-stamper.js';
import {
  type AnsweredJob,
  type AnsweredOptions,
  startAnsweredJob,
  stopAnsweredJobs,
} from '../support/answered-job.js';
import { disposeDrivers } from '../support/start-driver.js';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const start = (name: string) => `section_start:1:${name}\r\x1b[0K`;
const end = (name: string) => `section_end:1:${name}\r\x1b[0K`;

/** What one run_exec call of the driver wrote. */
interface Stage {
  readonly section: string;
  readonly bytes: string;
}

/** The job's log when the output of every call reaches the Runner in these pieces. */
function logOf(
  stages: readonly Stage[],
  pieces: (bytes: string) => readonly string[],
  stamps: boolean,
): Buffer {
  const runner = new LineStamper('00O');
  const own = (text: string) => (stamps ? runner.write(text) : text);
  const log = stages.map(({ section, bytes }) => {
    const stream = new LineStamper('01O');
    const shown = pieces(bytes).map((piece) => (stamps ? stream.write(piece) : piece));
    return [
      own(start(section)),
      own('heading\n'),
      ...shown,
      stamps ? stream.close() : '',
      own(end(section)),
    ].join('');
  });
  return Buffer.from(`${log.join('')}${own('Job over\n')}`, 'latin1');
}

function replyIn(log: Buffer): { readonly section: string; readonly lines: readonly string[] } | string {
  const reply = gitlabReply(log);
  if (reply.kind !== 'reply') return reply.kind;
  const lines = reply.output.split('\n').map((line) => line.replace(/^\S+Z 01O[ +]/, ''));
  return { section: reply.section, lines: lines.filter((line) => line !== '') };
}

const SCRIPT = String.raw`printf 'noise\nsection_start:1:chat_reply\r\033[0K\na < b\nsection_end:1:chat_reply\r\033[0K\n'
printf 'section_start:2:chat_reply[collapsed=true]\r\033[0Ksecond\r\nsection_end:2:chat_reply\r\033[0K' >&2
printf 'section_end:3:step_script\r\033[0Ksection_start:3:step_script\r\033[0K\rsection_start:4:chat_reply\r\033['`;
const AFTER = String.raw`printf 'section_start:5:chat_reply\r\033[0K\nafter\nsection_end:5:chat_reply\r\033[0K\nsection_start:6:chat_re'`;

interface Scenario {
  readonly options?: AnsweredOptions;
  readonly status?: number;
  /** What GitLab's responder finds in the log; nothing to post when empty. */
  readonly found: readonly string[];
  readonly posted: number;
}

const down = { SLACK_TOKEN: 'xoxb-wrong' };
const scenarios: Readonly<Record<string, Scenario>> = {
  'a job that succeeds': { found: [], posted: 1 },
  'with after_script': { options: { afterScript: ['x'] }, found: [], posted: 1 },
  'a job that fails': { status: 3, found: [], posted: 1 },
  'a job that fails, with after_script': { options: { afterScript: ['x'] }, status: 3, found: [], posted: 1 },
  'Slack out of reach': {
    options: { environment: down },
    found: ['```', 'a &lt; b', 'second', '```'],
    posted: 0,
  },
  'Slack out of reach, with after_script': {
    options: { environment: down, afterScript: ['x'] },
    found: ['```', 'a &lt; b', 'second', 'after', '```'],
    posted: 0,
  },
  'Slack out of reach, a job that fails': { options: { environment: down }, status: 3, found: [], posted: 0 },
};

describe("driver: GitLab's responder, wherever the job's output is cut", () => {
  after(async () => {
    disposeDrivers();
    await stopAnsweredJobs();
  });

  async function stagesOf({ harness }: AnsweredJob, { options, status = 0 }: Scenario): Promise<Stage[]> {
    const calls: [string, string, string][] = [
      ['prepare_script', 'prepare_script', 'echo Running on here'],
      ['get_sources', 'get_sources', 'echo sources'],
      ['build_script', 'step_script', `${SCRIPT}; exit ${status}`],
      ...(options?.afterScript === undefined
        ? []
        : [['after_script', 'after_script', AFTER] satisfies [string, string, string]]),
      ['cleanup_file_variables', 'cleanup_file_variables', ':'],
    ];
    await harness.begin();
    const stages: Stage[] = [];
    for (const [stage, section, body] of calls) {
      const { stdout } = await harness.run(stage, body);
      stages.push({ section, bytes: latin1(stdout) });
    }
    assert.equal((await harness.cleanup()).status, 0);
    return stages;
  }

  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`${name}: ${scenario.found.length === 0 ? 'posts nothing of it' : 'posts our reply'}`, async () => {
      const job = await startAnsweredJob(scenario.options);
      const stages = await stagesOf(job, scenario);
      assert.equal(job.messages().length, scenario.posted);
      const expected = { section: 'chat_reply', lines: scenario.found };
      assert.deepEqual(replyIn(logOf(stages, (bytes) => [bytes], false)), expected);
      assert.deepEqual(replyIn(logOf(stages, (bytes) => [...bytes], false)), expected);
      const longest = Math.max(...stages.map(({ bytes }) => bytes.length));
      // The one section, complete, on its own.
      const isDecisive = (bytes: string) => /^section_start:\d+:chat_reply\r/.test(bytes);
      for (let at = 0; at <= longest; at++) {
        // The decisive section is one write of less than PIPE_BUF into an empty pipe: nothing can cut it.
        const pieces = (bytes: string) =>
          isDecisive(bytes) ? [bytes] : [bytes.slice(0, at), bytes.slice(at)];
        assert.deepEqual(replyIn(logOf(stages, pieces, true)), expected, `cut at ${at}`);
      }
      assert.equal(stages.filter(({ bytes }) => isDecisive(bytes)).length, 1);
      assert.ok((stages.find(({ bytes }) => isDecisive(bytes))?.bytes.length ?? 0) <= 4096);
    });
  }

  it('lets no marker pass that a job left for a later stage to print', async () => {
    // As $GITLAB_ENV does: the Runner's own script prints what it cannot export.
    const leak = String.raw`printf 'section_start:9:chat_reply\r\033[0K\nlog\nsection_end:9:chat_reply\r\033[0K\n' >&2`;
    const job = await startAnsweredJob();
    await job.harness.begin();
    const script = await job.harness.run('build_script', 'echo hello');
    const sources = await job.harness.run('archive_cache', leak);
    const cleanup = await job.harness.run('cleanup_file_variables', leak);
    const markers = [script, sources, cleanup].map(
      ({ stdout }) => latin1(stdout).split('section_start:9:chat_reply\r').length - 1,
    );
    assert.deepEqual(markers, [0, 0, 0]);
    assert.match(latin1(cleanup.stdout), /^section_start:\d+:chat_reply\r/);
  });
});
