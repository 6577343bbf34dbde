import { goQuote } from '../../../go/index.js';
import { ANSI_BOLD_CYAN, ANSI_RESET } from '../ansi.js';
import type { Build } from '../build/index.js';
import type { JobLogger } from '../trace/index.js';

const PROVIDERS = [
  'vault',
  'gcp_secret_manager',
  'azure_key_vault',
  'aws_secrets_manager',
  'gitlab_secrets_manager',
];

/**
 * The job's `secrets:`. This Runner knows no secret provider, so a job that needs one fails where the Runner's own
 * would fail without its provider. No section is marked: the Runner's logger is not open yet. Source: common/secrets.go.
 */
export function resolveSecrets(build: Build, logger: JobLogger): void {
  const { secrets } = build.job;
  if (secrets === undefined || secrets === null) return;
  logger.plain(`${ANSI_BOLD_CYAN}Resolving secrets${ANSI_RESET}`);
  for (const [name, secret] of Object.entries(secrets)) {
    logger.plain(`Resolving secret ${goQuote(name)}...`);
    const provider = PROVIDERS.find((one) => typeof secret === 'object' && secret !== null && one in secret);
    if (provider !== undefined) {
      throw new Error(`resolving secrets: the local Runner cannot reach a ${provider} provider for ${name}`);
    }
    logger.warning('Not resolved: no resolver that can handle the secret');
  }
}
