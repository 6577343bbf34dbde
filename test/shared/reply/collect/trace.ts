/** A command as the Runner announces it. */
export function echo(command: string): string {
  return `\x1b[32;1m$ ${command}\x1b[0;m\n`;
}
echo.after = '\x1b[32;1mRunning after script...\x1b[0;m\n';

export function section(name: string, content: string): string {
  return `section_start:1700000000:${name}\r\x1b[0K${content}section_end:1700000001:${name}\r\x1b[0K`;
}
