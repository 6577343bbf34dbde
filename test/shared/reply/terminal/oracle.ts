import { Terminal } from '@xterm/headless';

/**
 * The same output in a real terminal emulator: its scrollback and screen as lines, wrapped rows joined. Undefined where
 * xterm itself is at fault (see below).
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
  const atFault = watchFaults(terminal);
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
  if (atFault()) return undefined;
  return lines.join('\n').replace(/\n+$/, '');
}

/**
 * Two faults of xterm: "erase to the start" (ED 1) in the last column of the buffer's last row looks for a row below and
 * throws; and a saved cursor is counted from the first row kept, so "erase what scrolled away" (ED 3) puts it elsewhere.
 */
function watchFaults({ parser, buffer, cols }: Terminal): () => boolean {
  let atFault = false;
  let saved: 'none' | 'right' | 'moved' = 'none';
  const save = () => {
    saved = 'right';
    return false;
  };
  const restore = () => {
    atFault ||= saved === 'moved';
    return false;
  };
  parser.registerCsiHandler({ final: 'J' }, ([parameter]) => {
    const { cursorX, baseY, cursorY, length } = buffer.active;
    if (parameter === 1 && cursorX >= cols - 1 && baseY + cursorY >= length - 1) atFault = true;
    if (parameter === 3 && baseY > 0 && saved === 'right') saved = 'moved';
    return atFault;
  });
  parser.registerEscHandler({ final: '7' }, save);
  parser.registerEscHandler({ final: '8' }, restore);
  parser.registerCsiHandler({ final: 's' }, save);
  parser.registerCsiHandler({ final: 'u' }, restore);
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, save);
  parser.registerCsiHandler({ prefix: '?', final: 'l' }, restore);
  return () => atFault;
}
