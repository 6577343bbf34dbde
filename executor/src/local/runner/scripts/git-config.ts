import { formatUrl, type GoUrl, joinPath, quoteMeta, withUser } from '../../../go/index.js';
import { type InsteadOf, insteadOfs, remoteHost, remoteUrlStrictly, tlsVariables } from '../build/index.js';
import { messageOf } from '../job/errors.js';
import { EXTERNAL_GIT_CONFIG, GIT_TEMPLATE_DIR, GLOBAL_GIT_CONFIG } from './files.js';
import type { StageFacts } from './stage.js';

/** Names the external configuration for git commands in submodules. */
export const EXTERNAL_CONFIG_VARIABLE = 'GLR_EXT_GIT_CONFIG_PATH';
// git always comes with a POSIX shell, so the helper may be one line of it.
const CREDENTIAL_HELPER = `!f(){ if [ "$1" = "get" ] ; then echo "password=\${CI_JOB_TOKEN}" ; fi ; } ; f`;
const TLS_KEYS: Readonly<Record<string, string>> = {
  CI_SERVER_TLS_CA_FILE: 'sslCAInfo',
  CI_SERVER_TLS_CERT_FILE: 'sslCert',
  CI_SERVER_TLS_KEY_FILE: 'sslKey',
};

/** The template of `git init` and the URL git is told, without credentials. */
export interface GitTemplate {
  readonly dir: string;
  readonly url: string;
}

/** Writes the template that new repositories start from. Source: shells/abstract.go setupTemplateDir. */
export function writeTemplateDir(facts: StageFacts): GitTemplate {
  const { build, writer } = facts;
  const dir = joinPath(build.tmpDir, GIT_TEMPLATE_DIR);
  writer.mkdir(dir);
  const config = joinPath(dir, 'config');
  const external = writer.tmpFile(EXTERNAL_GIT_CONFIG);
  if (build.safeDirectoryCheckout) {
    writer.command('git', 'config', '--global', '--add', 'safe.directory', build.projectDir);
  }
  for (const [key, value] of [
    ['init.defaultBranch', 'none'],
    ['fetch.recurseSubmodules', 'false'],
    ['credential.interactive', 'never'],
    ['gc.autoDetach', 'false'],
  ] as const) {
    writer.command('git', 'config', '-f', config, key, value);
  }
  const url = failingAs('setting up external git config', () => writeExternalConfig(facts, external));
  includeConfig(facts, config, external);
  writer.exportRaw(EXTERNAL_CONFIG_VARIABLE, external);
  return { dir, url };
}

function failingAs<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  }
}

/** A repository that was there before does not take the template: it includes the configuration by the variable. */
export function writeIncludeInRepository(facts: StageFacts): void {
  includeConfig(facts, '.git/config', `$${EXTERNAL_CONFIG_VARIABLE}`);
}

function includeConfig({ writer }: StageFacts, target: string, file: string): void {
  const pattern = `${quoteMeta(EXTERNAL_GIT_CONFIG)}$`;
  writer.commandExpanded('git', 'config', '--file', target, '--replace-all', 'include.path', file, pattern);
}

/** Configuration with credentials, outside the project directory. Source: setupExternalGitConfig. */
function writeExternalConfig(facts: StageFacts, file: string): string {
  const { build, writer } = facts;
  writer.removeFile(file);
  if (build.flag('FF_USE_GITALY_CORRELATION_ID')) {
    const id = build.settings.correlation_id ?? '';
    writer.commandExpanded('git', 'config', '-f', file, 'http.extraHeader', `X-Gitaly-Correlation-ID: ${id}`);
    writer.notice(`Gitaly correlation ID: ${id}`);
  }
  if (build.flag('FF_USE_GIT_BUNDLE_URIS')) {
    writer.commandExpanded('git', 'config', '-f', file, 'transfer.bundleURI', 'true');
  }
  const url = remoteUrlStrictly(build.gitAuth());
  writeTlsConfig(facts, file, url);
  const without = formatUrl(withUser(url));
  for (const [replacement, asked] of replacements(facts, formatUrl(url), without)) {
    const key = `url.${replacement}.insteadOf`;
    const pattern = `^${quoteMeta(asked)}$`;
    writer.commandExpanded('git', 'config', '--file', file, '--replace-all', key, asked, pattern);
  }
  if (build.flag('FF_GIT_URLS_WITHOUT_TOKENS')) writeCredentialHelper(facts, file, url);
  return without;
}

/** insteadOf pairs without repetition, the repository's own first. */
function replacements({ build }: StageFacts, withUserInfo: string, without: string): InsteadOf[] {
  const own: InsteadOf[] = withUserInfo === without ? [] : [[withUserInfo, without]];
  const all = [...own, ...insteadOfs(build.gitAuth())];
  return all.filter(([to, from], at) => all.findIndex((one) => one[0] === to && one[1] === from) === at);
}

// The Runner's own order is that of a Go map, that is, any.
function writeTlsConfig({ build, writer }: StageFacts, file: string, url: GoUrl): void {
  for (const { key } of tlsVariables(build.settings)) {
    const name = `http.${remoteHost(url)}.${TLS_KEYS[key] ?? ''}`;
    writer.commandExpanded('git', 'config', '-f', file, name, `$${key}`);
  }
}

function writeCredentialHelper({ writer }: StageFacts, file: string, url: GoUrl): void {
  writer.credentialHelper(file, `credential.${remoteHost(url)}`, 'gitlab-ci-token', CREDENTIAL_HELPER);
}

/**
 * With FF_GIT_URLS_WITHOUT_TOKENS: a global configuration that includes the user's own and the credential helper, so
 * that it reaches every git of the job. Source: setupTokenlessGitConfig.
 */
export function writeTokenlessConfig(facts: StageFacts): void {
  const { build, writer } = facts;
  if (!build.flag('FF_GIT_URLS_WITHOUT_TOKENS')) return;
  const external = writer.tmpFile(EXTERNAL_GIT_CONFIG);
  const seed = writer.tmpFile(GLOBAL_GIT_CONFIG);
  const include = (path: string): void => {
    writer.commandExpanded('git', 'config', '--file', seed, '--add', 'include.path', path);
  };
  writer.removeFile(seed);
  // git dies of an include it may not read, but not of an unreadable global configuration: hence the guard.
  for (const own of ['$HOME/.gitconfig', '$HOME/.config/git/config']) {
    writer.ifReadable(own, () => include(own));
  }
  include(external);
  const { strategy } = build.options();
  if (strategy !== 'none' && strategy !== 'empty') return;
  writer.removeFile(external);
  const url = failingAs('getting remote URL', () => remoteUrlStrictly(build.gitAuth()));
  writeCredentialHelper(facts, external, url);
}
