import { settingsSchema } from '@gitlab-chatops/executor/settings';
import { toJSONSchema } from 'zod/mini';

/** docs/settings.schema.json: editors complete and check the driver's settings file with it. */
export function settingsJsonSchema(): string {
  const schema = {
    ...toJSONSchema(settingsSchema, { target: 'draft-7' }),
    title: 'Settings of the gitlab-chatops driver',
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** Every key of the settings by its name alone, nested ones too; those that the user chooses are none. */
export function settingsKeys(): ReadonlySet<string> {
  const keys = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node && typeof node.properties === 'object' && node.properties !== null) {
      for (const [key, value] of Object.entries(node.properties)) {
        keys.add(key);
        visit(value);
      }
    }
    if ('additionalProperties' in node) visit(node.additionalProperties);
  };
  visit(JSON.parse(settingsJsonSchema()));
  return keys;
}
