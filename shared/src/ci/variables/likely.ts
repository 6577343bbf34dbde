import type { PipelineContext } from './context.js';

/**
 * Replaces stand-ins by what the config's own text makes likely: the default branch is `master` where the text names
 * that and never `main`, and the server is the one host that CI_SERVER_HOST is compared with. What is known stays, and
 * what was a guess still counts as one.
 */
export function likelyContext(context: PipelineContext, text: string): PipelineContext {
  return withLikelyServer(withLikelyBranch(context, text), text);
}

function withLikelyBranch(context: PipelineContext, text: string): PipelineContext {
  const { project, ref, guessed } = context;
  if (!guessed.includes('CI_DEFAULT_BRANCH') || project.defaultBranch !== 'main') return context;
  if (!names(text, 'master') || names(text, 'main')) return context;
  const isDefault = ref.kind === 'branch' && ref.name === project.defaultBranch;
  return {
    ...context,
    project: { ...project, defaultBranch: 'master' },
    ref: isDefault ? { ...ref, name: 'master' } : ref,
  };
}

/** As an item of a list, or in quotes, or in slashes: `- master`, `[master]`, `== "master"`, `/^master$/`. */
function names(text: string, branch: string): boolean {
  const forms = [
    `^\\s*-\\s+["']?${branch}["']?\\s*(?:#.*)?$`,
    `[\\[,]\\s*["']?${branch}["']?\\s*[\\],]`,
    `^\\s*(?:only|except):\\s*["']?${branch}["']?\\s*$`,
    `["']${branch}["']`,
    `/\\^?\\(?${branch}\\)?\\$?/`,
  ];
  return new RegExp(forms.join('|'), 'm').test(text);
}

function withLikelyServer(context: PipelineContext, text: string): PipelineContext {
  if (!context.guessed.includes('CI_SERVER_HOST')) return context;
  const hosts = [...text.matchAll(/\$CI_SERVER_(?:HOST|FQDN)\s*==\s*["']([\w.-]+)["']/g)].map(
    (match) => match[1] ?? '',
  );
  const [host, other] = new Set(hosts);
  if (host === undefined || other !== undefined) return context;
  return { ...context, server: { ...context.server, url: `https://${host}` } };
}
