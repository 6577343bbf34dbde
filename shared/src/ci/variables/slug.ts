/** Lower case, everything but a-z and 0-9 a hyphen, 63 characters, no hyphens at the ends. GitLab: Gitlab::Utils.slugify. */
export function slugify(text: string): string {
  const dashed = text.toLowerCase().replaceAll(/[^a-z0-9]/gu, '-');
  let start = 0;
  let end = Math.min(dashed.length, 63);
  while (start < end && dashed[start] === '-') start += 1;
  while (end > start && dashed[end - 1] === '-') end -= 1;
  return dashed.slice(start, end);
}

/** A job's name without what `parallel` added (`test 1/3` → `test`). GitLab: lib/gitlab/utils/job.rb. */
export function jobGroupName(name: string): string {
  let end = name.trimEnd().length;
  for (let round = 0; round < 3; round += 1) {
    const next = withoutSuffix(name.slice(0, end));
    if (next === end) break;
    end = next;
  }
  return name.slice(0, end).trim();
}

// Inside brackets `\b` is a backspace, in Ruby as here.
const SEPARATOR = /[ \t\r\n\f\v:\b]/;
const PARALLEL_SUFFIX = /[ \t\r\n\f\v:\b](?:\[[^\n]*\]|[0-9]+[ \t\r\n\f\v:/\\]+[0-9]+)$/;

function withoutSuffix(text: string): number {
  const suffix = PARALLEL_SUFFIX.exec(text);
  if (suffix === null) return text.length;
  let start = suffix.index;
  while (start > 0 && SEPARATOR.test(text.charAt(start - 1))) start -= 1;
  return start;
}
