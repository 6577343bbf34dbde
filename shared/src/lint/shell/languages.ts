import type { ShellCommand } from './commands.js';
import type { ShellNode } from './tree.js';
import { effectiveCommand } from './wrappers.js';

/** A language whose text is among a command's arguments. */
export interface Language {
  /** In the words of a message. */
  readonly what: string;
  /** Lesser: a wrong match or value, not a command of somebody's choice. */
  readonly mild?: boolean;
}

interface Place extends Language {
  /** The text is the value of this option… */
  readonly option?: RegExp;
  /** …or stands at this place among the words that are no options (and at every later one with `andAfter`)… */
  readonly positional?: number;
  readonly andAfter?: boolean;
  /** …unless one of these options is there. */
  readonly unless?: RegExp;
  /** Options that take the next word, or the next two, as their value. */
  readonly values?: RegExp;
  readonly pairs?: RegExp;
  /** The value is text of the language only when it looks like it. */
  readonly looks?: RegExp;
}

const SQL = 'SQL';
const REGEX = { what: 'a regular expression', mild: true };
const GREP: readonly Place[] = [
  { ...REGEX, option: /^(-[a-zA-Z]*e|--regexp)$/, unless: /^(-[a-zA-Z]*F[a-zA-Z]*|--fixed-strings)$/ },
  {
    ...REGEX,
    positional: 0,
    unless: /^(-[a-zA-Z]*[Fef][a-zA-Z]*|--(fixed-strings|regexp|file)(=.*)?)$/,
    values: /^(-[ABCmd]|--(after-context|before-context|context|max-count))$/,
  },
];
const AWK: readonly Place[] = [
  {
    what: 'an awk program',
    positional: 0,
    unless: /^(-f|--file)$/,
    values: /^(-[vF]|--assign|--field-separator)$/,
  },
];
const MYSQL: readonly Place[] = [{ what: SQL, option: /^(-[a-zA-Z]*e|--execute)$/ }];

const PLACES: Readonly<Record<string, readonly Place[]>> = {
  psql: [{ what: SQL, option: /^(-[a-zA-Z]*c|--command)$/ }],
  mysql: MYSQL,
  mariadb: MYSQL,
  sqlite3: [{ what: SQL, positional: 1, andAfter: true, values: /^-(cmd|separator|init)$/ }],
  'clickhouse-client': [{ what: SQL, option: /^(-q|--query)$/ }],
  sqlcmd: [{ what: SQL, option: /^-[qQ]$/ }],
  cqlsh: [{ what: 'CQL', option: /^(-e|--execute)$/ }],
  influx: [{ what: 'InfluxQL', option: /^-execute$/ }],
  bq: [{ what: SQL, positional: 1, andAfter: true, values: /^--(project_id|location|format)$/ }],
  mongo: [{ what: 'JavaScript', option: /^--eval$/ }],
  mongosh: [{ what: 'JavaScript', option: /^--eval$/ }],
  ssh: [
    {
      what: 'a command line for another machine',
      positional: 1,
      andAfter: true,
      values: /^-[bcDEeFIiJLlmOopQRSWw]$/,
    },
  ],
  gcloud: [{ what: 'a command line for another machine', option: /^--command$/ }],
  aws: [{ what: 'a command line for another machine', option: /^--parameters$/, looks: /command/ }],
  ldapsearch: [{ what: 'an LDAP filter', positional: 0, values: /^-[bDHwyhpsl]$/, mild: true }],
  ansible: [{ what: 'what Ansible runs', option: /^(-a|--args)$/ }],
  find: [{ ...REGEX, option: /^-i?regex$/ }],
  sed: [
    { what: 'a sed script', option: /^(-[a-zA-Z]*e|--expression)$/ },
    { what: 'a sed script', positional: 0, unless: /^(-[a-zA-Z]*[ef]|--(expression|file))$/ },
  ],
  awk: AWK,
  gawk: AWK,
  mawk: AWK,
  jq: [
    {
      what: 'a jq filter',
      positional: 0,
      unless: /^(-f|--from-file)$/,
      values: /^(--indent|-L)$/,
      pairs: /^--(arg|argjson|slurpfile|rawfile|argfile)$/,
    },
  ],
  yq: [
    { what: 'a yq expression', positional: 0, values: /^(-[oIp]|--(output-format|indent))$/ },
    { what: 'a yq expression', positional: 1, values: /^(-[oIp]|--(output-format|indent))$/ },
  ],
  grep: GREP,
  egrep: GREP,
  rg: GREP,
  printf: [{ what: 'a printf format', positional: 0, mild: true, values: /^-v$/ }],
  helm: [
    { what: 'helm values, where a comma begins another one', option: /^--set(-string|-json)?$/, mild: true },
  ],
  'ansible-playbook': [
    { what: 'extra variables, where a space begins another one', option: /^(-e|--extra-vars)$/, mild: true },
  ],
  kubectl: [{ what: 'JSON', option: /^(-p|--patch)$/, looks: /[{[]/ }],
  curl: [
    {
      what: 'JSON',
      option: /^(-d|--data|--data-raw|--data-binary|--data-ascii|--json)$/,
      looks: /^\s*[{[]/,
      mild: true,
    },
  ],
};

/** What language an argument is text of; undefined when it is data. */
export function languageOf(command: ShellCommand, argument: ShellNode): Language | undefined {
  const { name, args, words } = effectiveCommand(command);
  const at = args.indexOf(argument);
  if (name === undefined || at < 0) return undefined;
  return PLACES[name]?.find((place) => holds(place, words, at));
}

function holds(place: Place, words: readonly string[], at: number): boolean {
  if (place.unless && words.some((word) => place.unless?.test(word))) return false;
  if (place.option) {
    const word = words[at] ?? '';
    const joined = /^(?:(--[a-z-]+)=|(-[a-zA-Z]))(.+)$/s.exec(word);
    const value = place.option.test(words[at - 1] ?? '')
      ? word
      : joined && place.option.test(joined[1] ?? joined[2] ?? '')
        ? joined[3]
        : undefined;
    return value !== undefined && (place.looks === undefined || place.looks.test(value));
  }
  const positional = place.positional ?? 0;
  const own = placeAmongPositionals(place, words, at);
  return own !== undefined && (own === positional || (place.andAfter === true && own > positional));
}

/** Which of the words that are no options a word is. */
function placeAmongPositionals(
  { values, pairs }: Place,
  words: readonly string[],
  at: number,
): number | undefined {
  let count = 0;
  let onlyWords = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!onlyWords && word === '--') {
      onlyWords = true;
    } else if (!onlyWords && (values?.test(word) || pairs?.test(word))) {
      const taken = pairs?.test(word) ? 2 : 1;
      if (at > i && at <= i + taken) return undefined;
      i += taken;
    } else if (onlyWords || !word.startsWith('-')) {
      if (i === at) return count;
      count += 1;
    } else if (i === at) {
      return undefined;
    }
  }
  return undefined;
}
