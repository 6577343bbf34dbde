import { ChatReplyRenamer, MarkerScanner, scanSections } from '@gitlab-chatops/shared/reply';
import type { Bench } from '../bench.js';

const CHUNK = 64 * 1024;

/** 32 MB of log lines with a section every few hundred of them. */
function makeLog(): Buffer {
  const line = '2026-01-02T03:04:05.123456Z 01O \x1b[32mINFO\x1b[0m request 12345 answered in 17 ms\n';
  const section = 'section_start:1700000000:part\r\x1b[0K\nsection_end:1700000000:part\r\x1b[0K\n';
  return Buffer.from((line.repeat(400) + section).repeat(1000));
}

/** What extraction cannot be faster than: looking for the first word of a marker and nothing else. */
function bareSearch(log: Buffer): number {
  let found = 0;
  for (let at = log.indexOf('section_'); at >= 0; at = log.indexOf('section_', at + 8)) found += 1;
  return found;
}

function bench(id: string, what: string, work: (log: Buffer) => void): Bench {
  return {
    id,
    what,
    peer: 'a bare `Buffer.indexOf` loop over the same bytes',
    rounds: 7,
    async prepare() {
      const log = makeLog();
      return { ours: () => work(log), peer: () => void bareSearch(log) };
    },
  };
}

export const sectionScan = bench('section-scan', "sections of a 32 MB log by GitLab's rule", (log) => {
  if (scanSections(log).length !== 0) throw new Error('a name with a thousand pairs is no section');
});

export const markerScan = bench('marker-scan', 'streaming marker scanner, 64 KiB chunks', (log) => {
  const scanner = new MarkerScanner();
  for (let at = 0; at < log.length; at += CHUNK) scanner.push(log.subarray(at, at + CHUNK));
  scanner.end();
});

export const markerRename = bench(
  'marker-rename',
  'streaming marker filter of the driver, 64 KiB chunks',
  (log) => {
    const filter = new ChatReplyRenamer();
    for (let at = 0; at < log.length; at += CHUNK) filter.push(log.subarray(at, at + CHUNK));
    filter.end();
  },
);
