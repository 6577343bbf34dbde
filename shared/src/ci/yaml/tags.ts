import { type PlainScalar, scalar } from '../value/scalar.js';
import { DisallowedClassError } from './load-error.js';
import { InvalidNumberError, typedScalar } from './scalar-types.js';

/** What Psych 4 makes of tags (lib/psych/visitors/to_ruby.rb). Unknown tags mean nothing to it. */

const YAML = 'tag:yaml.org,2002:';

const SCALAR_CLASSES: Readonly<Record<string, string>> = {
  '!ruby/object:BigDecimal': 'BigDecimal',
  '!ruby/object:DateTime': 'DateTime',
  '!ruby/object:Complex': 'Complex',
  '!ruby/object:Rational': 'Rational',
  '!ruby/regexp': 'Regexp',
  '!ruby/range': 'Range',
};

/** A tagged scalar that does not go by its looks; nothing for a tag that changes nothing. */
export const scalarByTag = (tag: string, text: string): PlainScalar | undefined => {
  if (tag === '!binary' || tag === `${YAML}binary`) return scalar.string(decodeBase64(text));
  if (tag === `${YAML}str`) return scalar.string(text);
  const string = /^!(?:str|ruby\/string)(?::(.*))?$/.exec(tag);
  if (string !== null) {
    refuseNamed(string[1]);
    return scalar.string(text);
  }
  const className = SCALAR_CLASSES[tag];
  if (className !== undefined) throw new DisallowedClassError(className);
  if (tag === '!ruby/class' || tag === '!ruby/module') {
    refuseNamed(text);
    return scalar.nil;
  }
  if (tag === '!ruby/encoding') throw new InvalidNumberError();
  return /^!ruby\/sym(bol)?:?(.*)?$/.test(tag) ? scalar.symbol(text) : undefined;
};

/** `!!float`: Ruby's Float() of what the text looks like. */
export const floatOf = (tag: string, text: string): PlainScalar | undefined => {
  if (tag !== `${YAML}float` && tag !== '!float') return undefined;
  const value = typedScalar(text);
  if (value.type === 'float') return value;
  if (value.type === 'integer') return scalar.float(Number(value.value));
  const number =
    value.type === 'string' &&
    /^\s*[-+]?\d(?:_?\d)*(?:\.\d(?:_?\d)*)?(?:[eE][-+]?\d+)?\s*$/.test(value.value);
  if (!number) throw new InvalidNumberError();
  return scalar.float(Number(String(value.value).replaceAll('_', '')));
};

const COLLECTION_CLASSES: readonly { kind: 'sequence' | 'mapping'; tag: RegExp; name?: string }[] = [
  { kind: 'sequence', tag: /^!(?:seq|ruby\/array):(.*)$/ },
  { kind: 'mapping', tag: /^!ruby\/struct$/, name: 'Struct' },
  { kind: 'mapping', tag: /^!ruby\/struct:?(.*)$/ },
  { kind: 'mapping', tag: /^!ruby\/object:?(.*)$/ },
  { kind: 'mapping', tag: /^!(?:str|ruby\/string)(?::(.*))$/ },
  { kind: 'mapping', tag: /^!ruby\/array:(.*)$/ },
  { kind: 'mapping', tag: /^!ruby\/range$/, name: 'Range' },
  { kind: 'mapping', tag: /^!ruby\/exception$/, name: 'Exception' },
  { kind: 'mapping', tag: /^!ruby\/exception:?(.*)$/ },
  { kind: 'mapping', tag: /^(?:!set|tag:yaml\.org,2002:set)$/, name: 'Psych::Set' },
  { kind: 'mapping', tag: /^(?:!omap|tag:yaml\.org,2002:omap)$/, name: 'Psych::Omap' },
  { kind: 'mapping', tag: /^!ruby\/hash-with-ivars:(.*)$/ },
  { kind: 'mapping', tag: /^!map:(.*)$/ },
  { kind: 'mapping', tag: /^!ruby\/hash:(.*)$/ },
  { kind: 'mapping', tag: /^!ruby\/marshalable:(.*)$/ },
];

/** The Ruby class that a collection's tag asks for and GitLab refuses. */
export const collectionClass = (kind: 'sequence' | 'mapping', tag: string): string | undefined => {
  if (kind === 'mapping' && tag === '!ruby/object:Hash') return undefined;
  for (const rule of COLLECTION_CLASSES) {
    if (rule.kind !== kind) continue;
    const match = rule.tag.exec(tag);
    if (match === null) continue;
    const name = rule.name ?? match[1];
    return name === undefined || name === '' ? undefined : name;
  }
  return undefined;
};

const refuseNamed = (className: string | undefined): void => {
  if (className !== undefined && className !== '') throw new DisallowedClassError(className);
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Ruby's unpack('m'): foreign characters are passed over, padding ends it. Bytes are read as UTF-8. */
const decodeBase64 = (text: string): string => {
  let bits = 0;
  let width = 0;
  let escaped = '';
  for (const char of text) {
    if (char === '=') break;
    const value = ALPHABET.indexOf(char);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffff;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    escaped += `%${((bits >> width) & 0xff).toString(16).padStart(2, '0')}`;
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped.replaceAll(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
};
