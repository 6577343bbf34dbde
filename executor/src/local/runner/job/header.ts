import { type Build, flagEntries } from '../build/index.js';
import type { JobLogger } from '../trace/index.js';

/** Who runs the job, and which flags differ from their default. Source: common/build.go printRunningWithHeader. */
export function printHeader(build: Build, logger: JobLogger): void {
  const { settings } = build;
  logger.plain(`Running with gitlab-runner ${settings.version} (${settings.revision})`);
  if (settings.short_token !== '') {
    logger.plain(`  on ${settings.name} ${settings.short_token}, system ID: ${settings.system_id}`);
  }
  const { flags } = build.options();
  const changed = flagEntries.filter(([name, byDefault]) => flags[name] !== byDefault);
  if (changed.length > 0) {
    logger.plain(`  feature flags: ${changed.map(([name]) => `${name}:${flags[name] === true}`).join(', ')}`);
  }
}

/** Image and service names may hold variables; from here on they are what the driver is told. */
export function expandImages(build: Build): void {
  const { image, services } = build.job;
  const expand = <T extends { name?: string; alias?: string }>(one: T): T => ({
    ...one,
    name: build.variables().expandValue(one.name ?? ''),
    ...(one.alias === undefined ? {} : { alias: build.variables().expandValue(one.alias) }),
  });
  build.job = {
    ...build.job,
    ...(image === null || image === undefined ? {} : { image: expand(image) }),
    ...(services === null || services === undefined ? {} : { services: services.map(expand) }),
  };
}
