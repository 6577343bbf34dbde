import { lintSettingsSchema, RULE_IDS, RULE_METAS } from '@gitlab-chatops/shared/lint';
import { errorsPage } from './error-codes.js';
import { readPage, rulesTable, withHeader } from './rule-pages.js';
import { settingsJsonSchema } from './settings-schema.js';

/** A file that is made of the code: its path in the repository, and what it has to hold. */
export interface Generated {
  readonly path: string;
  readonly text: string;
}

/** Everything under docs/ that `npm run docs` writes; a test compares it with what is there. */
export function generatedDocs(): readonly Generated[] {
  const pages = RULE_METAS.flatMap((meta) => {
    const page = readPage(meta.id);
    return page === undefined ? [] : [{ path: `docs/rules/${meta.id}.md`, text: withHeader(page, meta) }];
  });
  const schema = `${JSON.stringify(lintSettingsSchema(RULE_IDS), null, 2)}\n`;
  return [
    ...pages,
    { path: 'docs/errors.md', text: errorsPage() },
    { path: 'docs/rules/README.md', text: rulesTable() },
    { path: 'docs/chatops.schema.json', text: schema },
    { path: 'docs/settings.schema.json', text: settingsJsonSchema() },
  ];
}
