/** The short names that GitLab's and our own messages use; any other stays as it was typed. */
const EMOJI: Readonly<Record<string, string>> = {
  wave: '👋',
  sweat_smile: '😅',
  smile: '😄',
  tada: '🎉',
  rocket: '🚀',
  warning: '⚠️',
  x: '❌',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  no_entry: '⛔',
  stopwatch: '⏱️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  fire: '🔥',
  eyes: '👀',
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
};

/** The character of `:name:`, or undefined. */
export function emoji(name: string): string | undefined {
  return Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined;
}

export function replaceEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => emoji(name) ?? whole);
}
