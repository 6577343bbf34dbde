import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  RULE_METAS,
  type RuleMeta,
  rulePage,
  shellcheckMeta,
  shellcheckPage,
} from '@gitlab-chatops/shared/lint';
import { nearestWord } from '@gitlab-chatops/shared/words';
import { packageFolder } from '../local/package-folder.js';

/** `--list-rules` */
export function listRules(asJson: boolean): string {
  if (asJson) return `${JSON.stringify(RULE_METAS, null, 2)}\n`;
  const width = Math.max(...RULE_METAS.map(({ id }) => id.length));
  return RULE_METAS.map(
    ({ id, severity, summary }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`,
  ).join('');
}

/** `--explain RULE`: the rule's page. Throws CONFIG_RULE_UNKNOWN. */
export function explainRule(id: string): string {
  const foreign = shellcheckPage(id);
  if (foreign !== undefined) return `${shellcheckMeta(id).summary}\n${foreign}\n`;
  const meta = RULE_METAS.find((each) => each.id === id);
  if (!meta) {
    throw new CodedError({
      code: 'CONFIG_RULE_UNKNOWN',
      message: `There is no rule ${id}${nearestWord(
        id,
        RULE_METAS.map((each) => each.id),
      )}`,
      wayOut: 'gitlab-chatops lint --list-rules lists them.',
    });
  }
  return `${pageText(meta)}\n${rulePage(id)}\n`;
}

/** The page in an installed package, or in the repository; without either what the rule says of itself. */
function pageText({ id, severity, confidence, summary }: RuleMeta): string {
  const places = [join(packageFolder(), 'dist/rules'), join(packageFolder(), '../docs/rules')];
  const page = places.map((folder) => join(folder, `${id}.md`)).find((path) => existsSync(path));
  // Comments are for what makes the page.
  if (page !== undefined) return readFileSync(page, 'utf8').replace(/^<!--.*-->\n/gm, '');
  return `# ${id}\n\n${summary}\n\nSeverity ${severity}, confidence ${confidence}.\n`;
}
