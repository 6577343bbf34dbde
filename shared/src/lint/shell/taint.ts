import type { ConfigVariable } from '../../ci/index.js';
import { commandsOf } from './commands.js';
import { expansionsOf } from './expansions.js';
import { type ShellNode, walk } from './tree.js';

/** What a person in chat types freely; CHAT_CHANNEL and CHAT_USER_ID are Slack's ids. */
const CHAT_TEXT = 'CHAT_INPUT';

/**
 * Names whose value comes from what was typed in chat: CHAT_INPUT itself, YAML variables made of it, and shell
 * variables that are assigned, read or looped from any of them. Order of statements is not considered: a name that
 * is tainted anywhere is tainted everywhere. Parameters (`$1`, `$@`) are tainted by `set -- $CHAT_INPUT`.
 */
export function chatTainted(
  roots: readonly ShellNode[],
  variables: readonly ConfigVariable[] = [],
): ReadonlySet<string> {
  const tainted = new Set([CHAT_TEXT]);
  for (let before = 0; before !== tainted.size; ) {
    before = tainted.size;
    for (const { key, value, raw } of variables) {
      if (!raw && namesIn(value).some((name) => tainted.has(name))) tainted.add(key);
    }
    for (const root of roots) addAssigned(root, tainted);
  }
  return tainted;
}

/** Names a YAML variable's value refers to, in the forms the Runner expands (helpers: common/spec/variables.go). */
export function namesIn(value: string): readonly string[] {
  return [...value.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => match[1] ?? '');
}

function addAssigned(root: ShellNode, tainted: Set<string>): void {
  const carries = (node: ShellNode | null): boolean =>
    node !== null && [...expansionsOf(node)].some(({ name }) => tainted.has(name));
  for (const node of walk(root)) {
    if (node.type === 'variable_assignment' && carries(node.childForFieldName('value'))) {
      const name = node.childForFieldName('name');
      if (name) tainted.add(name.text.replace(/\[.*$/s, ''));
    }
    if (
      node.type === 'for_statement' &&
      node.namedChildren.some((child) => child?.type !== 'do_group' && carries(child))
    ) {
      const name = node.childForFieldName('variable');
      if (name) tainted.add(name.text);
    }
  }
  for (const { name, args, node } of commandsOf(root)) {
    if (name === 'set' && args.some((arg) => carries(arg))) for (const each of PARAMETERS) tainted.add(each);
    const fed = node.parent?.type === 'redirected_statement' ? node.parent : node;
    const redirects = [...node.namedChildren, ...fed.namedChildren].some(
      (child) => child?.type.endsWith('_redirect') === true && carries(child),
    );
    if ((name === 'read' || name === 'mapfile' || name === 'readarray') && redirects) {
      for (const arg of args) if (/^[A-Za-z_]\w*$/.test(arg.text)) tainted.add(arg.text);
    }
  }
}

const PARAMETERS = ['@', '*', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
