import { z } from 'zod';

/**
 * The host's settings file, as written (design D9, D15). Every key is known by name: a key that is not listed
 * here is an error, because a misspelt `sandbox` must never mean "no sandbox".
 */
const absolutePath = z.string().refine((path) => path.startsWith('/'), {
  error: 'must be an absolute path: the driver runs in a temporary directory of the Runner',
});

const environmentName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: 'must be the name of an environment variable',
});

const sandbox = z.strictObject({
  /** `host`: no containment but kill and scan. `bubblewrap`: namespaces; what a stage starts dies with it. */
  type: z.enum(['host', 'bubblewrap']).optional(),
  /** Account the jobs run as; the driver must run as root to change to it. */
  user: z.string().min(1).optional(),
  /** Says that jobs of a `host` sandbox may read the chat token, and that this is known and wanted (D9). */
  accept_risk: z.boolean().optional(),
  /** Further host paths visible inside the sandbox, at the same place. Only for `bubblewrap`. */
  read_only: z.array(absolutePath).optional(),
  read_write: z.array(absolutePath).optional(),
});

const project = z.strictObject({
  /** Chat service of the project; without one the reply stays with GitLab. */
  chat: z.enum(['slack']).optional(),
  token_file: absolutePath.optional(),
  token_env: environmentName.optional(),
  /** Channel ids that the project's replies may go to; `*` allows every channel the token can reach. */
  channels: z.array(z.string().min(1)).optional(),
  reply: z
    .strictObject({
      owner: z.enum(['ours', 'gitlab']).optional(),
      /** Who reports a failed job: `both` we and GitLab, or `gitlab` alone (D4). */
      on_failure: z.enum(['both', 'gitlab']).optional(),
    })
    .optional(),
  /** Lets `$NAME` of a non-public variable stand in what is typed in chat (D6). */
  allow_secret_input: z.boolean().optional(),
  sandbox: sandbox.optional(),
});

export const settingsSchema = z.strictObject({
  builds_dir: absolutePath.optional(),
  cache_dir: absolutePath.optional(),
  state_dir: absolutePath.optional(),
  sandbox: sandbox.optional(),
  /** Added to the environment that is built for jobs, e.g. a proxy. */
  environment: z.record(environmentName, z.string()).optional(),
  slack: z
    .strictObject({
      api_url: z.url({ protocol: /^https?$/ }).optional(),
      proxy: z.url({ protocol: /^https?$/ }).optional(),
      ca_file: absolutePath.optional(),
    })
    .optional(),
  /** Project path or glob (`*` within a segment, `**` across) → how that project is served. */
  projects: z.record(z.string().min(1), project).optional(),
});

export type SettingsFile = z.infer<typeof settingsSchema>;
export type SandboxFile = z.infer<typeof sandbox>;
export type ProjectFile = z.infer<typeof project>;
