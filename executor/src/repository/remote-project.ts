/** Server and project of a git remote's URL: `https://host/group/project.git`, `git@host:group/project.git`, `ssh://…`. */
export function remoteProject(url: string): { readonly server: string; readonly path: string } | undefined {
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.+)$/.exec(url);
  if (scp) return located(`https://${scp[1]}`, scp[2] ?? '');
  if (!/^(https?|ssh|git):\/\//.test(url) || !URL.canParse(url)) return undefined;
  const { protocol, hostname, host, pathname } = new URL(url);
  // An ssh port says nothing about where the web server listens.
  return protocol.startsWith('http')
    ? located(`${protocol}//${host}`, pathname)
    : located(`https://${hostname}`, pathname);
}

function located(server: string, rawPath: string): { server: string; path: string } | undefined {
  const path = rawPath
    .replace(/^\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return path.includes('/') ? { server, path } : undefined;
}
