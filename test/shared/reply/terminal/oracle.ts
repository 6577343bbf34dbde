import { Terminal } from '@xterm/headless';

/** The same output in a real terminal emulator: its scrollback and screen as lines, wrapped rows joined. */
export async function renderWithXterm(
  output: string,
  size: { rows: number; columns: number },
): Promise<string> {
  const terminal = new Terminal({
    rows: size.rows,
    cols: size.columns,
    scrollback: 10_000,
    convertEol: true,
    allowProposedApi: true,
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
  return lines.join('\n').replace(/\n+$/, '');
}
