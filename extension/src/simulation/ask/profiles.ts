import type { RunVariable } from '@gitlab-chatops/shared/simulation';
import type * as vscode from 'vscode';
import type { ConfigRoot } from '../../workspace/index.js';

/** Somebody or some place in the chat, by id and name. */
export interface ChatEntity {
  readonly id: string;
  readonly name: string;
}

/** What a run is given besides the job and its arguments; remembered per workspace. */
export interface Profile {
  readonly name: string;
  /** Absent: the channel and the user of the local Slack. */
  readonly channel?: ChatEntity;
  readonly user?: ChatEntity;
  readonly variables: readonly ProfileVariable[];
}

/** A secret's value is in the editor's secret storage, nowhere else. */
export type ProfileVariable =
  | { readonly key: string; readonly secret: false; readonly value: string }
  | { readonly key: string; readonly secret: true };

export const DEFAULT_PROFILE = 'default';

/** Who types where when the profile does not say. */
const LOCAL_USER: ChatEntity = { id: 'ULOCALYOU', name: 'you' };
const LOCAL_CHANNEL: ChatEntity = { id: 'CLOCALCHAT', name: 'chatops' };

/** Profiles, and what was run last with which arguments, of each configuration in this workspace. */
export class Profiles {
  readonly #state: vscode.Memento;
  readonly #secrets: vscode.SecretStorage;

  constructor({ workspaceState, secrets }: Pick<vscode.ExtensionContext, 'workspaceState' | 'secrets'>) {
    this.#state = workspaceState;
    this.#secrets = secrets;
  }

  list(root: ConfigRoot): readonly Profile[] {
    const saved = this.#state.get<readonly Profile[]>(key('profiles', root), []);
    const hasDefault = saved.some(({ name }) => name === DEFAULT_PROFILE);
    return hasDefault ? saved : [{ name: DEFAULT_PROFILE, variables: [] }, ...saved];
  }

  get(root: ConfigRoot, name: string): Profile {
    return this.list(root).find((profile) => profile.name === name) ?? { name, variables: [] };
  }

  /** Who types where with this profile. */
  scene(root: ConfigRoot, name: string): { readonly channel: ChatEntity; readonly user: ChatEntity } {
    const { channel = LOCAL_CHANNEL, user = LOCAL_USER } = this.get(root, name);
    return { channel, user };
  }

  async save(root: ConfigRoot, profile: Profile): Promise<void> {
    const others = this.list(root).filter(({ name }) => name !== profile.name);
    const list = [...others, profile].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    await this.#state.update(key('profiles', root), list);
  }

  async remove(root: ConfigRoot, name: string): Promise<void> {
    for (const variable of this.get(root, name).variables) {
      if (variable.secret) await this.#secrets.delete(key('secret', root, name, variable.key));
    }
    const others = this.list(root).filter((profile) => profile.name !== name);
    await this.#state.update(key('profiles', root), others);
  }

  /** Adds or replaces a variable; a secret's value goes to the secret storage. */
  async setVariable(root: ConfigRoot, name: string, variable: RunVariable): Promise<void> {
    const { key: variableKey, value, masked } = variable;
    const profile = this.get(root, name);
    const others = profile.variables.filter((one) => one.key !== variableKey);
    if (masked) await this.#secrets.store(key('secret', root, name, variableKey), value);
    else await this.#secrets.delete(key('secret', root, name, variableKey));
    const kept: ProfileVariable = masked
      ? { key: variableKey, secret: true }
      : { key: variableKey, secret: false, value };
    await this.save(root, { ...profile, variables: [...others, kept] });
  }

  async removeVariable(root: ConfigRoot, name: string, variableKey: string): Promise<void> {
    const profile = this.get(root, name);
    await this.#secrets.delete(key('secret', root, name, variableKey));
    const variables = profile.variables.filter((one) => one.key !== variableKey);
    await this.save(root, { ...profile, variables });
  }

  /** The variables with their values, secrets read. */
  async variables(root: ConfigRoot, name: string): Promise<readonly RunVariable[]> {
    return Promise.all(
      this.get(root, name).variables.map(async (one) => ({
        key: one.key,
        value: one.secret ? ((await this.#secrets.get(key('secret', root, name, one.key))) ?? '') : one.value,
        masked: one.secret,
      })),
    );
  }

  lastProfile(root: ConfigRoot): string {
    return this.#state.get(key('last-profile', root), DEFAULT_PROFILE);
  }

  async setLastProfile(root: ConfigRoot, name: string): Promise<void> {
    await this.#state.update(key('last-profile', root), name);
  }

  lastInput(root: ConfigRoot, job: string): string {
    return this.#state.get(key('last-input', root, job), '');
  }

  async setLastInput(root: ConfigRoot, job: string, input: string): Promise<void> {
    await this.#state.update(key('last-input', root, job), input);
  }

  /** The user has read that the script runs on this computer. */
  isAgreed(root: ConfigRoot): boolean {
    return this.#state.get(key('agreed', root), false);
  }

  async agree(root: ConfigRoot): Promise<void> {
    await this.#state.update(key('agreed', root), true);
  }
}

function key(kind: string, root: ConfigRoot, ...rest: readonly string[]): string {
  return JSON.stringify([kind, root.uri.toString(), ...rest]);
}
