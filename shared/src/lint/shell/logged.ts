import { redirectsOf } from './commands.js';
import { enclosing, type ShellNode } from './tree.js';

/** Programs behind a pipe that print what they read. */
const SHOWS =
  /^(sort|cat|tee|less|more|column|head|tail|uniq|fold|fmt|nl|sed|awk|tr|cut|rev|base64|xxd|od|grep|egrep)$/;

/** What a statement prints goes to the job's log: neither into a variable, nor a file, nor a program that keeps it. */
export function isLogged(node: ShellNode): boolean {
  if (enclosing(node, 'command_substitution', 'process_substitution', 'variable_assignment')) return false;
  for (let next = node; next.parent !== null; next = next.parent) {
    if (redirectsOf({ node: next }).some(isToFile)) return false;
    if (next.parent.type !== 'pipeline') continue;
    const behind = next.parent.namedChildren.slice(next.parent.namedChildren.indexOf(next) + 1);
    if (!behind.every(shows)) return false;
  }
  return true;
}

function isToFile({ text }: ShellNode): boolean {
  return /^1?&?>/.test(text) && !/>\s*&\s*2|\/dev\/std/.test(text);
}

function shows({ type, text }: ShellNode): boolean {
  if (type !== 'command') return false;
  const [name = '', ...words] = text.split(/\s+/);
  return SHOWS.test(name) && !words.some((word) => /^-[a-zA-Z]*q|^--(quiet|silent)/.test(word));
}
