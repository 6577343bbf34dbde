/** Go's strconv.ParseBool; undefined where it fails. */
export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  return undefined;
}

/**
 * Go's strconv.ParseInt(text, 10, 64); undefined where it fails. Numbers past 2^53 lose digits, which no setting of a
 * job reaches.
 */
export function parseInteger(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= -(2 ** 63) && value < 2 ** 63 ? value : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Go's time.ParseDuration in milliseconds; undefined where it fails. */
export function parseDuration(text: string): number | undefined {
  const signed = /^([+-]?)(.*)$/s.exec(text);
  const rest = signed?.[2] ?? '';
  if (rest === '0') return 0;
  if (!/^(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  let total = 0;
  for (const [, amount = '', unit = ''] of rest.matchAll(/([0-9.]+)([a-zµμ]+)/g)) {
    total += Number(amount) * (UNIT_MS[unit] ?? 0);
  }
  return signed?.[1] === '-' ? -total : total;
}

/** Go's time.Duration.String for whole milliseconds: `1h0m0s`, `4s`, `1.5s`, `20ms`, `0s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 1000) return `${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = `${(ms % 60_000) / 1000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
