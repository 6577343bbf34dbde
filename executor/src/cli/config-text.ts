import type { ResolvedConfig, SourceRange } from '@gitlab-chatops/shared/ci';
import { excerpt, type Paint } from '@gitlab-chatops/shared/lint';
import { printable, printableLines } from '@gitlab-chatops/shared/words';

/** The config's errors or what could not be read, each with its line. */
export function configTrouble(
  config: ResolvedConfig,
  texts: ReadonlyMap<string, string>,
  paint: Paint,
): readonly string[] {
  const errors = config.errors.flatMap(({ message, at }) => [
    `${paint('error', 'error')}: ${printableLines(message)}`,
    ...source(at, texts, paint),
  ]);
  const unknown = config.unknown.flatMap(({ what, reason, at }) => [
    `${paint('warning', 'unknown')}: ${printableLines(what)} could not be read: ${printableLines(reason)}`,
    ...source(at, texts, paint),
  ]);
  return [...errors, ...unknown];
}

/** A place with the lines that stand there. */
export function source(
  at: SourceRange | undefined,
  texts: ReadonlyMap<string, string>,
  paint: Paint,
): readonly string[] {
  if (at === undefined) return [];
  return [
    paint('dim', `  ${printable(at.file)}:${at.line}:${at.column}`),
    ...excerpt(at, texts.get(at.file), paint),
  ];
}
