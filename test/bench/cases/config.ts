import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planChatPipeline } from '@gitlab-chatops/shared/chat';
import {
  createResolveCache,
  memoryFiles,
  pipelineContext,
  type ResolveCache,
  resolveConfig,
} from '@gitlab-chatops/shared/ci';
import type { Bench } from '../bench.js';
import { gitlabCiLocal } from '../peers.js';
import { runToEnd } from '../processes.js';

const INCLUDES = 30;

/** A root file and 30 includes, about 2,000 lines together: templates, rules, extends, references. */
export function bigRepository(): Record<string, string> {
  const files: Record<string, string> = {};
  const include = Array.from({ length: INCLUDES }, (_, i) => `  - local: ci/part-${i}.yml`).join('\n');
  files['.gitlab-ci.yml'] = `stages: [build, test, deploy]\ninclude:\n${include}\n\n${part('root')}`;
  for (let i = 0; i < INCLUDES; i++) files[`ci/part-${i}.yml`] = part(`part-${i}`);
  return files;
}

function part(name: string): string {
  const jobs = ['build', 'test', 'deploy'].map(
    (stage) => `${name}-${stage}:
  extends: .${name}
  stage: ${stage}
  script:
    - echo "${stage} of ${name}"
    - !reference [.${name}, script]
  rules:
    - if: $CI_PIPELINE_SOURCE == "chat" && $CHAT_INPUT =~ /^${stage}/
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: ["src/${name}/**/*"]
      when: on_success
    - when: never
`,
  );
  return `.${name}:
  image: registry.example.com/${name}:latest
  variables:
    NAME: ${name}
    GIT_STRATEGY: none
  before_script:
    - export PATH="$PATH:/opt/${name}/bin"
  script:
    - run-${name} --all
  retry:
    max: 1

${jobs.join('\n')}`;
}

const COMMAND = { command: 'part-7-deploy', input: 'deploy now', channel: 'C1', userId: 'U1' };

function resolveAndPlan(files: Record<string, string>, cache?: ResolveCache): void {
  const context = pipelineContext({ files: Object.keys(files) });
  const config = resolveConfig(
    { path: '.gitlab-ci.yml', text: files['.gitlab-ci.yml'] ?? '' },
    memoryFiles(files),
    { context, ...(cache === undefined ? {} : { cache }) },
  );
  const verdict = planChatPipeline(config, context, COMMAND);
  if (verdict.kind !== 'scheduled') throw new Error('the bench job is not scheduled');
}

/** The peer's own parse of the same tree, in a process of its own: it has no other entry. */
function onDisk(files: Record<string, string>): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'chatops-bench-tree-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function peerOf(files: Record<string, string>) {
  const program = gitlabCiLocal();
  const tree = onDisk(files);
  // It asks git for files, commits and origin/main.
  const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    [...identity, 'commit', '-q', '-m', 'tree'],
    ['update-ref', 'refs/remotes/origin/main', 'HEAD'],
  ]) {
    execFileSync('git', args, { cwd: tree.folder });
  }
  return {
    peer: () => runToEnd(program, ['--list-json', '--no-json-schema-validation'], { cwd: tree.folder }),
    close: () => tree.remove(),
  };
}

export const configCold: Bench = {
  id: 'config-first',
  what: 'read, resolve and plan 2,000 lines with 30 includes, all texts new',
  peer: '`gitlab-ci-local --list-json` of the same tree (a process)',
  rounds: 5,
  async prepare() {
    const files = bigRepository();
    let round = 0;
    return {
      ...peerOf(files),
      // A new comment in every file: nothing parsed before can be used again.
      ours: () => {
        round += 1;
        resolveAndPlan(
          Object.fromEntries(Object.entries(files).map(([path, text]) => [path, `# ${round}\n${text}`])),
        );
      },
    };
  },
};

export const configEdit: Bench = {
  id: 'config-edit',
  what: 'the same after a one-character edit in the first line of the root file',
  peer: '`gitlab-ci-local --list-json` of the same tree (a process)',
  rounds: 5,
  async prepare() {
    const files = bigRepository();
    let round = 0;
    const cache = createResolveCache();
    resolveAndPlan(files, cache);
    return {
      ...peerOf(files),
      ours: () => {
        round += 1;
        const root = files['.gitlab-ci.yml'] ?? '';
        // Typed into the first line, so that all places of the file move.
        const edited = `# ${'x'.repeat(round % 26)}\n${root}`;
        resolveAndPlan({ ...files, '.gitlab-ci.yml': edited }, cache);
      },
    };
  },
};
