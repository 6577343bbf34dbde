import type { ScalarNode } from '../node.js';
import type { SourceRange } from '../range.js';

type WithoutPlace<T> = T extends unknown ? Omit<T, 'at'> : never;

/** A scalar's Ruby value, before it is given its place. */
export type PlainScalar = WithoutPlace<ScalarNode>;

const integerOf = (value: number | bigint): number | bigint =>
  typeof value === 'bigint' &&
  value >= BigInt(Number.MIN_SAFE_INTEGER) &&
  value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;

/** Makers of scalars by Ruby class. */
export const scalar = {
  nil: { kind: 'scalar', type: 'nil', value: null } as const,
  string: (value: string) => ({ kind: 'scalar', type: 'string', value }) as const,
  symbol: (value: string) => ({ kind: 'scalar', type: 'symbol', value }) as const,
  integer: (value: number | bigint) =>
    ({ kind: 'scalar', type: 'integer', value: integerOf(value) }) as const,
  float: (value: number) => ({ kind: 'scalar', type: 'float', value }) as const,
  boolean: (value: boolean) => ({ kind: 'scalar', type: 'boolean', value }) as const,
};

/** Gives a scalar its place. (Written out: this is made for every value of a file.) */
export const placedScalar = ({ type, value }: PlainScalar, at: SourceRange): ScalarNode =>
  ({ kind: 'scalar', type, value, at }) as ScalarNode;
