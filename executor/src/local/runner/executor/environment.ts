import { encodeJson, fields } from '../../../go/index.js';
import { fromWire, type JobImage, Variables } from '../../../job/index.js';
import { type Build, listOf } from '../build/index.js';

/** The files of one prepare attempt. */
export interface DriverFiles {
  readonly tempDir: string;
  readonly jobResponse: string;
  readonly buildExitCode: string;
}

export const BUILD_FAILURE_EXIT_CODE = 1;
export const SYSTEM_FAILURE_EXIT_CODE = 2;

/**
 * The environment of a driver call; what comes later wins: the Runner's own, the Runner's facts, job_env, the job's
 * variables, CI_JOB_SERVICES. Source: executors/custom/custom.go prepareCommand, command/command.go.
 */
export function driverEnvironment(
  build: Build,
  files: DriverFiles,
  given: {
    readonly runnerEnv: Readonly<Record<string, string | undefined>>;
    readonly jobEnv: Readonly<Record<string, string>>;
  },
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(given.runnerEnv)) if (value !== undefined) env[key] = value;
  Object.assign(env, {
    TMPDIR: files.tempDir,
    BUILD_FAILURE_EXIT_CODE: String(BUILD_FAILURE_EXIT_CODE),
    SYSTEM_FAILURE_EXIT_CODE: String(SYSTEM_FAILURE_EXIT_CODE),
    BUILD_EXIT_CODE_FILE: files.buildExitCode,
    JOB_RESPONSE_FILE: files.jobResponse,
    ...given.jobEnv,
  });
  for (const { key, value } of build.variables().items) env[`CUSTOM_ENV_${key}`] = value;
  env.CUSTOM_ENV_CI_JOB_SERVICES = jobServices(build);
  return env;
}

/** CI_JOB_SERVICES: JSON of the services, or nothing. Source: custom.go getCIJobServicesEnv. */
function jobServices(build: Build): string {
  const services = listOf(build.job.services);
  return services.length === 0 ? '' : encodeJson(services.map((service) => jsonService(build, service)));
}

function jsonService(build: Build, service: JobImage): unknown {
  const own = listOf(service.variables).map(fromWire);
  const expanded = new Variables([...build.variables().items, ...own]).expand();
  const names = [...new Set(own.map(({ key }) => key))].sort();
  return {
    name: service.name ?? '',
    alias: fields((service.alias ?? '').replaceAll(',', ' '))[0] ?? '',
    entrypoint: service.entrypoint ?? null,
    command: service.command ?? null,
    ...(own.length === 0
      ? {}
      : { variables: Object.fromEntries(names.map((key) => [key, expanded.value(key)])) }),
  };
}
