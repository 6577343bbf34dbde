import { Terminal } from '@xterm/headless';

/**
 * The same output in a real terminal emulator: its scrollback and screen as lines, wrapped rows joined. Undefined where
 * xterm itself throws: on "erase to the start" (ED 1) in the last column of the buffer's last row, it looks for a row below.
 */
export async function renderWithXterm(
  output: string,
  size: { rows: number; columns: number },
): Promise<string | undefined> {
  const terminal = new Terminal({
    rows: size.rows,
    cols: size.columns,
    scrollback: 10_000,
    convertEol: true,
    allowProposedApi: true,
  });
  let throws = false;
  terminal.parser.registerCsiHandler({ final: 'J' }, ([parameter]) => {
    const { cursorX, baseY, cursorY, length } = terminal.buffer.active;
    const last = cursorX >= size.columns - 1 && baseY + cursorY >= length - 1;
    throws ||= parameter === 1 && last;
    return throws;
  });
  await new Promise<void>((done) => terminal.write(output, done));
  const { normal, alternate, active } = terminal.buffer;
  const lines: string[] = [];
  for (const buffer of active.type === 'alternate' ? [normal, alternate] : [normal]) {
    for (let i = 0; i < buffer.length; i++) {
      const line = buffer.getLine(i);
      const text = line?.translateToString(true) ?? '';
      if (line?.isWrapped) lines.push((lines.pop() ?? '') + text);
      else lines.push(text);
    }
  }
  terminal.dispose();
  if (throws) return undefined;
  return lines.join('\n').replace(/\n+$/, '');
}
