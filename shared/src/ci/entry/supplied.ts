import type { YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { scalar } from '../value/scalar.js';

/** Nowhere in a file: GitLab itself supplied the value. */
export const NOWHERE: SourceRange = { file: '', start: 0, end: 0, line: 1, column: 1 };

const text = (value: string): YamlNode => ({ ...scalar.string(value), at: NOWHERE });
const list = (...items: YamlNode[]): YamlNode => ({ kind: 'sequence', items, at: NOWHERE });
const mapping = (entries: Readonly<Record<string, YamlNode>>): YamlNode => ({
  kind: 'mapping',
  entries: new Map(Object.entries(entries).map(([name, value]) => [name, { key: text(name), value }])),
  at: NOWHERE,
});

/** GitLab's own values where the config gives none. */
export const supplied = {
  yes: { ...scalar.boolean(true), at: NOWHERE } satisfies YamlNode,
  emptyMapping: mapping({}),
  emptyList: list(),
  stage: text('test'),
  stages: list(...['.pre', 'build', 'test', 'deploy', '.post'].map(text)),
  cacheKey: text('default'),
  publish: text('public'),
  only: mapping({ refs: list(text('branches'), text('tags')) }),
} as const;
