import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProgram } from '../../executor/src/cli/program.js';
import { settingsKeys } from './settings-schema.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Pages that a person reads. */
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'examples/README.md',
  'extension/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

/** GitHub's and GitLab's anchors of headings. */
function anchors(page: string): ReadonlySet<string> {
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe('docs: pages', () => {
  for (const page of PAGES) {
    it(`every link of ${page} leads somewhere`, () => {
      const links = [...text(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      const broken = links.filter((link) => {
        if (/^[a-z]+:/.test(link)) return false;
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(root, target))) return true;
        return anchor !== undefined && target.endsWith('.md') && !anchors(text(target)).has(anchor);
      });
      assert.deepEqual(broken, []);
    });
  }

  const program = buildProgram();
  const commands = program.commands.map((command) => command.name());

  it('README and docs/cli.md show commands that exist, and docs/cli.md all of them', () => {
    for (const page of ['README.md', 'docs/cli.md', 'CHANGELOG.md']) {
      const shown = [...text(page).matchAll(/(?:npx |`)gitlab-chatops ([a-z]+)/g)].map(
        ([, name = '']) => name,
      );
      const unknown = shown.filter((name) => !commands.includes(name) && name !== 'driver');
      assert.deepEqual(unknown, [], page);
    }
    const missing = commands.filter((name) => !text('docs/cli.md').includes(`| \`${name}`));
    assert.deepEqual(missing, []);
  });

  it('README and docs/cli.md show options that exist', () => {
    const options = new Set(program.commands.flatMap(({ options }) => options.map(({ long }) => long)));
    for (const page of ['README.md', 'docs/cli.md']) {
      const shown = [...text(page).matchAll(/gitlab-chatops [^\n#`]*?(--[a-z-]+)/g)].map(
        ([, name = '']) => name,
      );
      const unknown = shown.filter((name) => !options.has(name) && !['--help', '--version'].includes(name));
      assert.deepEqual(unknown, [], page);
    }
  });

  it('docs/settings.md names every key of the settings', () => {
    const page = text('docs/settings.md');
    assert.deepEqual(
      [...settingsKeys()].filter((key) => !page.includes(key)),
      [],
    );
  });
});
