/** Where the page on errors is published; docs/errors.md has one row a code. */
export function errorPage(code: string): string {
  return `https://gitlab.com/gitlab-chatops/gitlab-chatops/-/blob/main/docs/errors.md#${code.toLowerCase()}`;
}
