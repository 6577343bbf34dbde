import type { Build } from '../build/index.js';
import { requireShell, type ShellChoice, type Stage } from '../scripts/index.js';
import type { ConfigOutput } from './config-output.js';

/** Starts a build with what config_exec answered; even an empty text there overrides the settings. Throws. */
export function startWithConfig(build: Build, config: ConfigOutput): void {
  if (config.hostname !== undefined) build.hostname = config.hostname;
  build.start({
    buildsDir: config.buildsDir ?? build.settings.builds_dir ?? '',
    cacheDir: config.cacheDir ?? build.settings.cache_dir ?? '',
    sharedBuildsDir: config.buildsDirIsShared ?? false,
  });
  requireShell(shellChoice(build, config).shell);
}

/** The shell scripts are written for, and the program they may call. */
export function shellChoice(build: Build, config: ConfigOutput = {}): ShellChoice {
  const { shell, runner_command } = build.settings;
  const configured = config.shell ?? shell ?? '';
  return {
    shell: configured === '' ? 'bash' : configured,
    runnerCommand: runner_command ?? 'gitlab-runner',
  };
}

/** The stage as a driver is told it: the user's script has kept its old name. */
export function driverStage(stage: Stage): string {
  return stage === 'step_script' ? 'build_script' : stage;
}
