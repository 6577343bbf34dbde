import { parseArgs } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { replyWindow } from '../delivery/reply-window.js';
import { type DriverContext, driverCall, type ReplyServices } from '../driver/index.js';

const uid = process.geteuid?.() ?? 0;

/**
 * `gitlab-chatops driver CALL`: what the sh dispatcher hands on. Reached without the rest of the command line, because
 * a job waits for it; the chat client is loaded when a reply is to be posted.
 * @returns the exit status for the Runner
 */
export async function driver(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      settings: { type: 'string' },
      'builds-dir': { type: 'string' },
      'cache-dir': { type: 'string' },
      'state-dir': { type: 'string' },
    },
  });
  const words = positionals[0] === 'run' ? process.stdout : process.stderr;
  const context: DriverContext = {
    environment: process.env,
    flags: {
      settings: values.settings,
      buildsDir: values['builds-dir'],
      cacheDir: values['cache-dir'],
      stateDir: values['state-dir'],
    },
    uid,
    parent: process.ppid,
    version: manifest.version,
    now: Date.now,
    replies,
    stdout: process.stdout,
    complain: (line) => words.write(`gitlab-chatops: ${line}\n`),
  };
  const status = await driverCall(positionals, context);
  await new Promise((done) => process.stdout.write('', done));
  return status;
}

const replies: ReplyServices = {
  open: async (policy, slack, facts) => {
    const { chatReplies } = await import('../delivery/index.js');
    const environment = process.env;
    // The dispatcher keeps NODE_EXTRA_CA_CERTS from Node's start and passes its value on under this name.
    const caFile = slack.caFile ?? environment.GITLAB_CHATOPS_CA_FILE;
    return chatReplies({ environment, uid }).open(policy, { ...slack, caFile }, facts);
  },
  windowOpen: (pipelineCreatedAt, now) => replyWindow(pipelineCreatedAt, now).open,
};
