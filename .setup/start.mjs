// npm start: set up, bundle, and serve the whole loop on loopback. Arguments after `--` go to `gitlab-chatops serve`.
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, setUp } from './setup.mjs';

await setUp();
await build();
const given = process.argv.slice(2);
// Without a repository of one's own, the examples are there to try.
const repo = given.some((argument) => argument.startsWith('--repo'))
  ? []
  : ['--repo', join(root, 'examples')];
process.argv.splice(1, process.argv.length - 1, 'gitlab-chatops', 'serve', ...repo, ...given);
// Ctrl-C is often pressed twice, and npm hands on what the terminal has sent already: the second signal must not cut
// short the end that the first one began, which takes two seconds at most.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
endWithParent();
// In this process, so that Ctrl-C and SIGTERM reach the server itself.
await import(join(root, 'executor/dist/gitlab-chatops.cjs'));

/** npm that was killed, or ended by a signal that it does not hand on, must not leave a server behind. */
function endWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
