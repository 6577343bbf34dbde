// VS Code for the desktop by @vscode/test-electron, in a process of its own: that package sets no bound and ends only
// what it is told to, so the process that started this one ends both.
import { runTests } from '@vscode/test-electron';

try {
  process.exitCode = await runTests(JSON.parse(process.argv[2]));
} catch (error) {
  console.error(error.message);
  process.exitCode = error.code ?? 1;
}
