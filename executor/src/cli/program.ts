import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { EXIT_USAGE } from './exit-status.js';
import { explainCommand } from './explain.js';
import { jobsCommand } from './jobs.js';
import { lintCommand } from './lint.js';
import { runCommand } from './run.js';
import { serveCommand } from './serve.js';

const EXAMPLES = `
Examples:
  gitlab-chatops serve                       a channel page on this computer, no GitLab and no Slack needed
  gitlab-chatops run deploy staging          what "/project run deploy staging" does, in this terminal
  gitlab-chatops jobs                        which jobs chat can run, and why
  gitlab-chatops lint                        what chat can reach without intent, and what would go wrong
  gitlab-chatops explain deploy staging      the decision step by step

Docs and reports: the README.md of gitlab-chatops`;

/** The whole command line. Subcommands load their code only when they run: the driver starts often and must start fast. */
export function buildProgram(): Command {
  const program = new Command('gitlab-chatops')
    .description('Run one GitLab CI job from chat and answer in the channel.')
    .version(manifest.version, '-V, --version')
    .showHelpAfterError('Try gitlab-chatops --help.')
    .addHelpText('after', EXAMPLES)
    .exitOverride((error) => {
      // commander's own codes: 0 after help and version, 1 for a usage error, which is 2 here.
      process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE);
    });
  for (const command of [serveCommand(), runCommand(), jobsCommand(), explainCommand(), lintCommand()]) {
    // A command that is added, not created here, has exit codes and help of its own else.
    command.copyInheritedSettings(program).showHelpAfterError(`Try gitlab-chatops ${command.name()} --help.`);
    program.addCommand(command);
  }
  return program;
}
