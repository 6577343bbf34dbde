// Names of the Runner's own files in the job's temporary directory. Source: shells/abstract.go.
export const GITLAB_ENV_FILE = 'gitlab_runner_env';
export const CACHE_ENV_FILE = 'gitlab_runner_cache_env';
export const MASKING_DB = 'masking.db';
/** Git configuration with credentials, kept out of the project directory and included by it. */
export const EXTERNAL_GIT_CONFIG = '.gitlab-runner.ext.conf';
/** What GIT_CONFIG_GLOBAL points at with FF_GIT_URLS_WITHOUT_TOKENS. */
export const GLOBAL_GIT_CONFIG = '.glr.gconf';
export const GIT_TEMPLATE_DIR = 'git-template';
/** In builds_dir: the user that files must belong to. Only another executor ever writes it. */
export const BUILD_UID_GID_FILE = '.gitlab-build-uid-gid';
