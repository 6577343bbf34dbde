// The small form of zod: the driver reads settings for each chat job, and the large one takes longer to load than Node.
import * as z from 'zod/mini';

/**
 * The host's settings file, as written (design D9, D15). Every key is known by name: a key that is not listed
 * here is an error, because a misspelt `sandbox` must never mean "no sandbox".
 */
const absolutePath = z.string().check(
  z.refine((path) => path.startsWith('/'), {
    error: 'must be an absolute path: the driver runs in a temporary directory of the Runner',
  }),
);

const word = z.string().check(z.minLength(1));
const environmentName = z
  .string()
  .check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'must be the name of an environment variable' }));
const httpUrl = z.url({ protocol: /^https?$/ });

const sandbox = z.strictObject({
  /** `host`: no containment but kill and scan. `bubblewrap`: namespaces; what a stage starts dies with it. */
  type: z.optional(z.enum(['host', 'bubblewrap'])),
  /** Account the jobs run as; the driver must run as root to change to it. */
  user: z.optional(word),
  /** Says that jobs of a `host` sandbox may read the chat token, and that this is known and wanted (D9). */
  accept_risk: z.optional(z.boolean()),
  /** Further host paths visible inside the sandbox, at the same place. Only for `bubblewrap`. */
  read_only: z.optional(z.array(absolutePath)),
  read_write: z.optional(z.array(absolutePath)),
});

const project = z.strictObject({
  /** Chat service of the project; without one the reply stays with GitLab. */
  chat: z.optional(z.enum(['slack'])),
  token_file: z.optional(absolutePath),
  token_env: z.optional(environmentName),
  /** Channel ids that the project's replies may go to; `*` allows every channel the token can reach. */
  channels: z.optional(z.array(word)),
  reply: z.optional(
    z.strictObject({
      owner: z.optional(z.enum(['ours', 'gitlab'])),
      /** Who reports a failed job: `both` we and GitLab, or `gitlab` alone (D4). */
      on_failure: z.optional(z.enum(['both', 'gitlab'])),
    }),
  ),
  /** Lets `$NAME` of a non-public variable stand in what is typed in chat (D6). */
  allow_secret_input: z.optional(z.boolean()),
  sandbox: z.optional(sandbox),
});

export const settingsSchema = z.strictObject({
  builds_dir: z.optional(absolutePath),
  cache_dir: z.optional(absolutePath),
  state_dir: z.optional(absolutePath),
  sandbox: z.optional(sandbox),
  /** Added to the environment that is built for jobs, e.g. a proxy. */
  environment: z.optional(z.record(environmentName, z.string())),
  slack: z.optional(
    z.strictObject({
      api_url: z.optional(httpUrl),
      proxy: z.optional(httpUrl),
      ca_file: z.optional(absolutePath),
    }),
  ),
  /** Project path or glob (`*` within a segment, `**` across) → how that project is served. */
  projects: z.optional(z.record(word, project)),
});

export type SettingsFile = z.infer<typeof settingsSchema>;
export type SandboxFile = z.infer<typeof sandbox>;
export type ProjectFile = z.infer<typeof project>;
