import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CodedError } from '@gitlab-chatops/shared/errors';

/** An account of the host, as /etc/passwd tells it. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/**
 * Looks an account up by name or number: in /etc/passwd, else, for LDAP and the like, by getent.
 * @throws CodedError DRIVER_NO_ACCOUNT
 */
export function findAccount(nameOrUid: string): Account {
  const account =
    parsePasswd(readFileSync('/etc/passwd', 'utf8'), nameOrUid) ??
    parsePasswd(spawnSync('getent', ['passwd', nameOrUid], { encoding: 'utf8' }).stdout ?? '', nameOrUid);
  if (account !== undefined) return account;
  throw new CodedError({
    code: 'DRIVER_NO_ACCOUNT',
    message: `The account "${nameOrUid}" does not exist on this host.`,
    wayOut: 'Correct sandbox.user in the settings, or create the account.',
  });
}

export function parsePasswd(text: string, nameOrUid: string): Account | undefined {
  for (const line of text.split('\n')) {
    const [name, , uid, gid, , home, shell] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined || home === undefined) continue;
    if (name !== nameOrUid && uid !== nameOrUid) continue;
    return { name, uid: Number(uid), gid: Number(gid), home: home || '/', shell: shell || '/bin/sh' };
  }
  return undefined;
}
