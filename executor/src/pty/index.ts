export {
  type RunningTerminal,
  runInTerminal,
  TERMINAL_SIZE,
  type TerminalExit,
  type TerminalJob,
} from './terminal.js';
