import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePath, l10nBundle } from '../../.setup/l10n.mjs';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const text = (path: string): string => readFileSync(at(path), 'utf8');
const manifest = JSON.parse(text('extension/package.json'));
const words: Record<string, string> = JSON.parse(text('extension/package.nls.json'));

/** Every string anywhere in a JSON value. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

const commands: { command: string; title: string; category: string }[] = manifest.contributes.commands;
const settings: Record<string, Record<string, unknown>> = manifest.contributes.configuration.properties;

describe('extension manifest', () => {
  it('agrees with the workspace, the changelog and the licence about what this is', () => {
    const { version, license } = JSON.parse(text('package.json'));
    assert.deepEqual([manifest.version, manifest.license], [version, license]);
    assert.match(text('extension/CHANGELOG.md'), new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm'));
    assert.equal(text('extension/LICENSE'), text('LICENSE'));
  });

  it('has a word for each of its names, and no word without one', () => {
    const used = strings(manifest).flatMap((one) => /^%(.+)%$/.exec(one)?.[1] ?? []);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(words).sort());
  });

  it('titles, categories and settings are complete', () => {
    for (const { command, title, category } of commands) {
      assert.equal(category, 'GitLab ChatOps', command);
      assert.match(title, /^%command\./, command);
    }
    for (const [name, setting] of Object.entries(settings)) {
      assert.match(name, /^gitlabChatops\.[a-zA-Z.]+$/);
      assert.ok('default' in setting && 'scope' in setting && 'markdownDescription' in setting, name);
    }
  });

  it('leaves no path of a program to a folder', () => {
    for (const name of ['sandbox', 'nodePath', 'programFolders', 'shellcheck.path']) {
      assert.equal(settings[`gitlabChatops.${name}`]?.scope, 'machine', name);
    }
  });

  it('starts for configurations only', () => {
    assert.equal(manifest.activationEvents.includes('*'), false);
    assert.equal(manifest.activationEvents.includes('onStartupFinished'), false);
    // A browser's extension host refuses ES modules.
    assert.equal(manifest.type, undefined);
  });

  it('every command and setting is named by a test and by the README', () => {
    const folder = at('test/extension');
    const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('manifest.test.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const readme = text('extension/README.md');
    for (const { command, title } of commands) {
      const shown = (words[title.slice(1, -1)] ?? '').replace('…', '');
      assert.ok(tests.includes(shown) || tests.includes(command), `no test uses ${command}`);
      assert.ok(readme.includes(shown), `the README does not name "${shown}"`);
    }
    for (const name of Object.keys(settings)) {
      assert.ok(tests.includes(name.replace('gitlabChatops.', '')), `no test uses ${name}`);
      assert.ok(readme.includes(name), `the README does not name ${name}`);
    }
  });

  it('shows pictures that are there, none of them SVG', () => {
    for (const [, path = ''] of text('extension/README.md').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      assert.match(path, /\.png$/);
      assert.ok(existsSync(join(at('extension'), path)), path);
    }
  });

  it('has a walkthrough whose pictures and commands are there', () => {
    const steps: { media: { svg?: string; markdown?: string }; description: string }[] =
      manifest.contributes.walkthroughs.flatMap((one: { steps: unknown[] }) => one.steps);
    assert.ok(steps.length > 0);
    const known = new Set(commands.map(({ command }) => command));
    const views = new Set(manifest.contributes.views.gitlabChatops.map(({ id }: { id: string }) => id));
    for (const { media, description } of steps) {
      assert.ok(existsSync(at(`extension/${media.svg ?? media.markdown}`)));
      const shown = words[description.slice(1, -1)] ?? '';
      // Markdown of a walkthrough has no code, and its back quotes would be shown.
      assert.doesNotMatch(shown, /`/);
      for (const [, command = ''] of shown.matchAll(/command:(gitlabChatops\.[\w.]+)/g))
        assert.ok(known.has(command) || views.has(command.replace(/\.focus$/, '')), command);
    }
  });

  it('claims nothing of what the YAML and GitLab extensions claim', () => {
    const { languages, grammars, jsonValidation, yamlValidation } = manifest.contributes;
    assert.deepEqual([languages, grammars, jsonValidation], [undefined, undefined, undefined]);
    assert.deepEqual(
      yamlValidation.map(({ fileMatch }: { fileMatch: string }) => fileMatch),
      ['.chatops.yml'],
    );
  });

  it('gives translators the sentences that the code has', () => {
    assert.equal(readFileSync(bundlePath, 'utf8'), l10nBundle(), 'run npm run l10n');
  });
});
