import { type LintReport, lineOf } from './report.js';

/** What tells a finding from others, and stays when lines move: the rule, the file, the job and the line's text. */
export function fingerprints({ findings, text }: Pick<LintReport, 'findings' | 'text'>): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, at, job }) => {
    const line = lineOf(text(at.file), at.line)?.trim() ?? '';
    const key = [rule, at.file, job ?? '', line].join('\u0000');
    const twin = seen.get(key) ?? 0;
    seen.set(key, twin + 1);
    return hash(`${key}\u0000${twin}`);
  });
}

/** FNV-1a, twice 64 bits; it tells findings apart and guards nothing. */
function hash(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const from = (seed: bigint): string => {
    let value = seed;
    for (const byte of bytes) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
    return value.toString(16).padStart(16, '0');
  };
  return from(0xcbf29ce484222325n) + from(0x84222325cbf29ce4n);
}
