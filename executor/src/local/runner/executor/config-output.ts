import { jsonSyntaxError } from '../../../go/json-syntax.js';
import { isJsonObject, type Json, parseJson } from '../../loopback/index.js';

/** What config_exec may answer: executors/custom/api/config.go ConfigExecOutput. */
export interface ConfigOutput {
  readonly driver?: { readonly name?: string; readonly version?: string };
  readonly hostname?: string;
  readonly buildsDir?: string;
  readonly cacheDir?: string;
  readonly buildsDirIsShared?: boolean;
  readonly jobEnv?: Readonly<Record<string, string>>;
  readonly shell?: string;
}

const GO_TYPES = { string: 'string', boolean: 'bool' } as const;
type FieldType = keyof typeof GO_TYPES;

/** Reads the answer of config_exec; no output means no wishes. Throws what the Runner says of output it cannot read. */
export function parseConfigOutput(text: string): ConfigOutput {
  if (text === '') return {};
  const value = parseJson(text);
  if (value === undefined) throw unreadable(jsonSyntaxError(text) ?? 'invalid JSON');
  if (value === null) return {};
  if (!isJsonObject(value)) throw mismatch(value, '', 'custom.ConfigExecOutput');
  const fields = new Fields(value, 'ConfigExecOutput.ConfigExecOutput.');
  const driver = fields.object('driver', 'api.DriverInfo');
  const driverFields =
    driver === undefined ? undefined : new Fields(driver, 'DriverInfo.ConfigExecOutput.driver.');
  return withoutUndefined({
    driver:
      driverFields === undefined
        ? undefined
        : withoutUndefined({ name: driverFields.text('name'), version: driverFields.text('version') }),
    hostname: fields.text('hostname'),
    buildsDir: fields.text('builds_dir'),
    cacheDir: fields.text('cache_dir'),
    buildsDirIsShared: fields.boolean('builds_dir_is_shared'),
    jobEnv: fields.texts('job_env'),
    shell: fields.text('shell'),
  });
}

class Fields {
  readonly #values: ReadonlyMap<string, Json>;
  readonly #place: string;

  constructor(object: Readonly<Record<string, Json>>, place: string) {
    // Go's decoder does not mind the case of names.
    this.#values = new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
    this.#place = place;
  }

  text(name: string): string | undefined {
    const value = this.#typed(name, 'string');
    return typeof value === 'string' ? value : undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.#typed(name, 'boolean');
    return typeof value === 'boolean' ? value : undefined;
  }

  object(name: string, type: string): Readonly<Record<string, Json>> | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isJsonObject(value)) throw mismatch(value, this.#place + name, type);
    return value;
  }

  texts(name: string): Readonly<Record<string, string>> | undefined {
    const object = this.object(name, 'map[string]string');
    if (object === undefined) return undefined;
    return Object.fromEntries(
      Object.entries(object).map(([key, value]) => {
        if (value === null) return [key, ''];
        if (typeof value !== 'string') throw mismatch(value, this.#place + name, 'string');
        return [key, value];
      }),
    );
  }

  #typed(name: string, type: FieldType): Json | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== type) throw mismatch(value, this.#place + name, GO_TYPES[type]);
    return value;
  }
}

function mismatch(value: Json, field: string, type: string): Error {
  const place = field === '' ? 'Go value' : `Go struct field ${field}`;
  return unreadable(`json: cannot unmarshal ${kindOf(value)} into ${place} of type ${type}`);
}

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

function unreadable(cause: string): Error {
  return new Error(`error while parsing JSON output: ${cause}`);
}

function withoutUndefined<T extends object>(
  object: {
    [Key in keyof T]: T[Key] | undefined;
  },
): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
