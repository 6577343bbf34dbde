import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { CodedError } from '@gitlab-chatops/shared/errors';
import type { RunRequest } from '@gitlab-chatops/shared/simulation';
import { z } from 'zod';

const named = z.object({ id: z.string(), name: z.string() });

const requestSchema = z.object({
  command: z.string(),
  repository: z.string(),
  configPath: z.string(),
  unsaved: z.record(z.string(), z.string()),
  channel: named.optional(),
  user: named.optional(),
  variables: z.array(z.object({ key: z.string(), value: z.string(), masked: z.boolean() })),
  sandbox: z.enum(['host', 'bubblewrap']),
});

/**
 * What an editor asks: the first line of standard input. The rest is left, because its end says that the editor is
 * gone.
 * @throws CodedError CONFIG_RUN_REQUEST
 */
export async function readRequest(input: Readable): Promise<RunRequest> {
  const lines = createInterface({ input });
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  const { success, data, error } = requestSchema.safeParse(parsed(line));
  if (!success) {
    const [issue] = error.issues;
    const place = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')})`;
    throw new CodedError({
      code: 'CONFIG_RUN_REQUEST',
      message: `The first line of standard input is no request${place}.`,
      wayOut: 'Give the name of a job on the command line, without --events.',
    });
  }
  const { channel, user, ...request } = data;
  return { ...request, ...(channel && { channel }), ...(user && { user }) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
