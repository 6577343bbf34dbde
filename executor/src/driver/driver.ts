import { CodedError } from '@gitlab-chatops/shared/errors';
import { type DriverContext, exitStatuses } from './context.js';

/**
 * One call of the custom-executor driver that needs Node; the dispatcher serves the others. Each loads its own code
 * only: a job waits for it, and reading settings takes as long as starting Node.
 * @param args `config`, `prepare`, `run SCRIPT STAGE`, `cleanup`, or `filter`, which only the dispatcher knows
 * @returns the exit status: 0, or one of the two that the Runner named
 */
export async function driverCall(args: readonly string[], context: DriverContext): Promise<number> {
  const { systemFailure } = exitStatuses(context.environment);
  const [call, ...rest] = args;
  try {
    switch (call) {
      case 'config': {
        const { config } = await import('./config.js');
        context.stdout.write(config(context));
        return 0;
      }
      case 'prepare': {
        const { refuse } = await import('./prepare.js');
        return await refuse(context);
      }
      case 'run': {
        const [script, stage] = rest.slice(-2);
        if (script === undefined || stage === undefined) break;
        const { run } = await import('./run.js');
        return await run(script, stage, context);
      }
      case 'filter': {
        const { filter } = await import('./filter.js');
        return await filter(process.stdin, context.stdout);
      }
      case 'cleanup': {
        const { cleanup } = await import('./cleanup.js');
        return await cleanup(context);
      }
    }
    context.complain(
      'Usage: gitlab-chatops driver config | prepare | run SCRIPT STAGE | cleanup (DRIVER_USAGE)',
    );
  } catch (error) {
    const code = error instanceof CodedError ? error.code : 'DRIVER_INTERNAL';
    const wayOut = error instanceof CodedError && error.wayOut !== undefined ? ` ${error.wayOut}` : '';
    context.complain(`${error instanceof Error ? error.message : String(error)}${wayOut} (${code})`);
  }
  return systemFailure;
}
