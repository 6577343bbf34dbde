/**
 * One `[[runners]]` entry in the words of config.toml, plus what the Runner knows of itself (name, short token, system
 * id, version). Durations are Go's texts (`1h30m`). Source: gitlab-runner common/config.go (19.4).
 */
export interface RunnerSettings {
  readonly name: string;
  readonly url: string;
  /** First nine characters of the token after its prefix; shown in the log and used in shared build paths. */
  readonly short_token: string;
  readonly system_id: string;
  readonly version: string;
  readonly revision: string;
  /** `linux/amd64`; default: this process's platform in Go's words. */
  readonly platform?: string;
  /** Correlation id of the job request (`X-Request-Id` of its answer). */
  readonly correlation_id?: string;
  readonly executor: 'custom' | 'shell';
  readonly shell?: string;
  readonly builds_dir?: string;
  readonly cache_dir?: string;
  readonly clone_url?: string;
  /** `NAME=value` entries; one without `=` is ignored. */
  readonly environment?: readonly string[];
  readonly pre_get_sources_script?: string;
  readonly post_get_sources_script?: string;
  readonly pre_build_script?: string;
  readonly post_build_script?: string;
  readonly feature_flags?: Readonly<Record<string, boolean>>;
  /** KiB; 0 or absent: 4096. */
  readonly output_limit?: number;
  readonly clean_git_config?: boolean;
  readonly safe_directory_checkout?: boolean;
  readonly debug_trace_disabled?: boolean;
  readonly prepare_timeout?: string;
  readonly get_sources_timeout?: string;
  readonly custom_build_dir?: { readonly enabled?: boolean };
  readonly artifact?: { readonly upload_timeout?: string; readonly response_header_timeout?: string };
  readonly cache?: { readonly MaxUploadedArchiveSize?: number };
  readonly job_status_final_update_retry_limit?: number;
  /** The program that uploads and downloads for a job; default `gitlab-runner` on the PATH of the script. */
  readonly runner_command?: string;
  /** Certificates a job must trust; the Runner takes them from its TLS connection to GitLab. */
  readonly tls?: { readonly ca_chain?: string; readonly auth_cert?: string; readonly auth_key?: string };
}

/** `[runners.custom]`; times in seconds. Source: common/config.go CustomConfig, executors/custom/config.go. */
export interface DriverSettings {
  readonly runExec: string;
  readonly runArgs?: readonly string[];
  readonly configExec?: string;
  readonly configArgs?: readonly string[];
  readonly configExecTimeout?: number;
  readonly prepareExec?: string;
  readonly prepareArgs?: readonly string[];
  readonly prepareExecTimeout?: number;
  readonly cleanupExec?: string;
  readonly cleanupArgs?: readonly string[];
  readonly cleanupExecTimeout?: number;
  readonly gracefulKillTimeout?: number;
  readonly forceKillTimeout?: number;
}

const GO_ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

/** `OS/ARCH` as Go names them. */
export function platformOf(settings: Pick<RunnerSettings, 'platform'>): string {
  if (settings.platform !== undefined) return settings.platform;
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  return `${os}/${GO_ARCHITECTURES[process.arch] ?? process.arch}`;
}

// helpers/shorten_token.go
const TOKEN_PREFIXES = [/^glrt-(?:t[123]_)?|^t[123]_|^glrtr-/, /^glcbt-/, /^GR[0-9A-Fa-f]{7}/];
const SHORT_TOKEN_LENGTH = 9;

/** The part of a runner token that may be shown: helpers/shorten_token.go. */
export function shortenToken(token: string): string {
  return TOKEN_PREFIXES.reduce((rest, prefix) => rest.replace(prefix, ''), token).slice(
    0,
    SHORT_TOKEN_LENGTH,
  );
}
