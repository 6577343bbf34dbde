import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalTrace, runJob } from '@gitlab-chatops/executor/local/runner';
import { job, settings } from './support/jobs.js';

const OUTPUT_BYTES = 200_000_000;
const MEMORY_BYTES = 150_000_000; // the test's own process takes about 100 MB before

describe('local Runner: floods', () => {
  for (const timestamps of [false, true]) {
    for (const [name, script, limit] of [
      ['no newline', `head -c ${OUTPUT_BYTES} /dev/zero | tr '\\0' x`, undefined],
      ['binary', `head -c ${OUTPUT_BYTES} /dev/urandom`, undefined],
      ['short lines, all kept', 'seq 1 5000000', 1_000_000],
    ] as const) {
      it(`${name}${timestamps ? ', stamped' : ''}`, async function () {
        this.timeout(180_000);
        const dir = await mkdtemp(join(tmpdir(), 'flood-'));
        const before = process.memoryUsage().rss;
        let size = 0;
        let most = 0;
        const trace = new LocalTrace((bytes) => {
          size += bytes.length;
          most = Math.max(most, process.memoryUsage().rss);
        }, limit);
        try {
          const outcome = await runJob({
            settings: settings({
              builds_dir: dir,
              cache_dir: dir,
              feature_flags: { FF_TIMESTAMPS: timestamps },
            }),
            job: job([script]),
            trace,
            env: { PATH: process.env.PATH, HOME: dir },
          });
          assert.deepEqual(outcome, { state: 'success' });
          assert.equal(size, trace.size);
          assert.ok(most - before < MEMORY_BYTES, `${(most - before) / 1e6} MB more`);
        } finally {
          await rm(dir, { recursive: true, force: true });
        }
      });
    }
  }
});
