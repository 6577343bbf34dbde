import { trimSpace } from '../go/index.js';
import type { JobResponse } from './response.js';
import type { ExpandedVariables } from './variables.js';

// GitLab's own form of a reference (lib/gitlab/ci/variables/collection/item.rb) and Go's os.Expand agree on these two.
const REFERENCE = /\$(?:\{([^}]*)\}|([A-Za-z0-9_]+))/g;
const MASKABLE_LENGTH = 8;
/** Shorter values that could not be masked are taken for words, not for secrets. */
const UNMASKABLE_SECRET_LENGTH = 16;

/** A non-public variable that what was typed in chat would show. */
export interface SecretInInput {
  readonly name: string;
  /** `name`: the text refers to it. `value`: GitLab put its value in before the job was handed out. */
  readonly by: 'name' | 'value';
}

/**
 * Finds the variables that CHAT_INPUT would betray (design D6). CHAT_INPUT is no raw variable, so a `$NAME` typed in
 * chat is replaced, and in two places: by GitLab when it hands out the job (build_runner_presenter.rb
 * runner_variables, sort_and_expand_all: all but raw, file and unknown variables), later by the Runner. So both are
 * looked for: names that are still there, and the values of masked variables and the job token; of unmasked
 * non-public variables only values that GitLab could not have masked, as a private key of several lines.
 */
export function secretsInInput(
  response: JobResponse,
  { payload }: ExpandedVariables,
): readonly SecretInInput[] {
  const received = response.variables ?? [];
  const typed = received.findLast(({ key }) => key === 'CHAT_INPUT');
  if (typed === undefined || typed.value === '') return [];
  const found = new Map<string, SecretInInput>();
  const secretNames = new Set([
    ...received.filter((one) => one.public !== true).map(({ key }) => key),
    ...Object.keys(response.secrets ?? {}),
  ]);
  if (typed.raw !== true) {
    for (const [, braced, bare] of typed.value.matchAll(REFERENCE)) {
      const name = braced ?? bare ?? '';
      if (secretNames.has(name)) found.set(name, { name, by: 'name' });
    }
  }
  const values = [
    ...payload.filter((one) => one.public !== true && isSecret(one.value, one.masked === true)),
    { key: 'CI_JOB_TOKEN', value: response.token },
  ].filter(({ key }) => key !== 'CHAT_INPUT');
  // GitLab gives one value several names, as the job token's; the first one says enough.
  const seen = new Set<string>();
  for (const { key: name, value } of values) {
    const secret = trimSpace(value);
    if (secret === '' || seen.has(secret)) continue;
    seen.add(secret);
    if (typed.value.includes(secret) && !found.has(name)) found.set(name, { name, by: 'value' });
  }
  return [...found.values()];
}

/**
 * GitLab masks values of eight characters and more, without white space (app/models/concerns/ci/maskable.rb). Who has
 * a secret that cannot be masked had no choice; who left a maskable value unmasked says that it is none.
 */
function isSecret(value: string, masked: boolean): boolean {
  const secret = trimSpace(value);
  if (masked) return secret.length >= MASKABLE_LENGTH;
  return secret.length >= UNMASKABLE_SECRET_LENGTH && /\s/.test(secret);
}
