import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolFolder } from '../../../.setup/tools.mjs';
import { vsce } from '../../../.setup/vsce.mjs';

/** As much of a neighbouring extension as ours can meet: its manifest, and what its entry exports. */
export interface StandIn {
  readonly publisher: string;
  readonly name: string;
  readonly activationEvents?: readonly string[];
  readonly contributes?: Readonly<Record<string, unknown>>;
  /** CommonJS source of its entry. */
  readonly source?: string;
}

/** Packages a stand-in; returns the VSIX file's path. */
export function packageStandIn({ source, ...manifest }: StandIn): string {
  const folder = mkdtempSync(join(tmpdir(), 'chatops-stand-in-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const rest = {
    version: '1.0.0',
    engines: { vscode: '^1.100.0' },
    ...(source ? { main: './main.js' } : {}),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, ...rest }));
  writeFileSync(join(folder, 'README.md'), `Stands in for ${manifest.publisher}.${manifest.name}.\n`);
  if (source) writeFileSync(join(folder, 'main.js'), source);
  const program = join(toolFolder(vsce) ?? '', 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--skip-license', '--allow-missing-repository', '--out', 'x.vsix'];
  const done = spawnSync(process.execPath, [program, 'package', ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`vsce package failed:\n${done.stdout}${done.stderr}`);
  return join(folder, 'x.vsix');
}
