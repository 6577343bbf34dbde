import type { SandboxSettings } from '../settings/index.js';
import type { Account } from './account.js';
import { type BubblewrapPlan, bubblewrapWords } from './bubblewrap.js';
import { CALL_MARK } from './call-variables.js';
import type { Word } from './words.js';

/** Marks every process of a stage: its value, in the environment, is the folder of the stage's script. */
export const STAGE_MARK = 'CHATOPS_STAGE';
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** All that the command line in front of a job's shell depends on. */
export interface LaunchPlan {
  readonly type: SandboxSettings['type'];
  /** Account to change to; absent: the driver's own. */
  readonly account?: Account;
  /** Whose HOME, USER and SHELL the job sees. */
  readonly identity: Account;
  readonly environment: Readonly<Record<string, string>>;
  /** Folder with a `gitlab-runner` program that is not on PATH; the scripts call it for cache and artifacts. */
  readonly helperFolder?: string;
  /** util-linux's or busybox's setsid is there. */
  readonly setsid: boolean;
  readonly bubblewrap?: BubblewrapPlan;
}

/**
 * The command line that a job's shell is appended to. The environment is built, not inherited: the scripts export
 * the job's variables themselves, and nothing of the Runner's environment, CUSTOM_ENV_ or our own settings gets in
 * (design D9; facts: what shell-executor users expect). `env -i` comes first so that neither setpriv nor bwrap, whose
 * environment a job can read as /proc/1/environ, has more.
 */
export function launchWords(plan: LaunchPlan, output: 'pipe' | 'terminal'): Word[] {
  const { identity, account, bubblewrap } = plan;
  const environment: Word[] = [
    `HOME=${identity.home}`,
    `USER=${identity.name}`,
    `LOGNAME=${identity.name}`,
    `SHELL=${identity.shell}`,
    {
      before: 'PATH=',
      from: 'PATH',
      fallback: DEFAULT_PATH,
      after: plan.helperFolder && `:${plan.helperFolder}`,
    },
    { before: 'LANG=', from: 'LANG', fallback: 'C.UTF-8' },
    ...(output === 'terminal' ? TERMINAL_ENVIRONMENT : []),
    ...Object.entries(plan.environment).map(([name, value]) => `${name}=${value}`),
    { before: `${STAGE_MARK}=`, from: CALL_MARK },
  ];
  // A session of its own: without a terminal that could be opened by name, and out of reach of the Runner's SIGTERM,
  // which ends bwrap at once; the driver hands it on to the job itself. Under plain pipes on the host the job stays in
  // the Runner's process group, as under the shell executor.
  const ownSession = plan.setsid && (output === 'terminal' || bubblewrap !== undefined);
  return [
    ...['env', '-i', ...environment],
    ...(ownSession ? ['setsid'] : []),
    ...(account === undefined
      ? []
      : ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--init-groups', '--inh-caps=-all']),
    ...(bubblewrap === undefined ? [] : bubblewrapWords(bubblewrap)),
  ];
}

/**
 * Programs behave differently at a terminal: pagers wait for keys, git and apt ask. None of it helps where nobody
 * sits (facts: tty-sensitive programs).
 */
const TERMINAL_ENVIRONMENT: readonly Word[] = [
  'TERM=xterm',
  'PAGER=cat',
  'GIT_PAGER=cat',
  'MANPAGER=cat',
  'SYSTEMD_PAGER=',
  'GIT_TERMINAL_PROMPT=0',
  'DEBIAN_FRONTEND=noninteractive',
];
