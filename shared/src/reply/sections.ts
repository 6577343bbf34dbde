import { MarkerMatcher } from './marker-matcher.js';

/** A section of a job log by GitLab's rule. Offsets are bytes into the whole stored log. */
export interface TraceSection {
  readonly name: string;
  /** First byte after the start marker. */
  readonly byteStart: number;
  /** First byte of the end marker. */
  readonly byteEnd: number;
}

/**
 * The sections of a job log as GitLab sees them, in the order in which each name first appeared in any marker.
 * A name is a section only if it owns exactly two markers in the whole log, first a start and then an end; times and
 * options are read over. Source: GitLab lib/gitlab/ci/trace/section_parser.rb (sanitize_markers).
 */
export function scanSections(log: Uint8Array): TraceSection[] {
  const byName = new Map<string, Seen>();
  const matcher = new MarkerMatcher();
  for (let at = matcher.skip(log, 0); at < log.length; at = matcher.skip(log, at + 1)) {
    if (matcher.step(log[at] ?? 0)) note(byName, log, matcher);
  }
  return [...byName].flatMap(([name, { markers, byteStart, byteEnd }]) =>
    markers === 2 && byteStart !== undefined && byteEnd !== undefined ? [{ name, byteStart, byteEnd }] : [],
  );
}

/** What is known of a name: how many markers, and the two that make it a section if there is no third. */
interface Seen {
  markers: number;
  byteStart?: number;
  byteEnd?: number;
}

const ascii = new TextDecoder('utf-8');

function note(byName: Map<string, Seen>, log: Uint8Array, marker: MarkerMatcher): void {
  const name = ascii.decode(log.subarray(marker.nameBegin, marker.nameEnd));
  const seen = byName.get(name) ?? { markers: 0 };
  byName.set(name, seen);
  seen.markers += 1;
  if (seen.markers === 1 && marker.action === 'start') seen.byteStart = marker.position;
  if (seen.markers === 2 && marker.action === 'end') seen.byteEnd = marker.begin;
}
