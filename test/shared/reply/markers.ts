import fc from 'fast-check';

/** One character a byte. */
export const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
export const text1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export interface OracleMarker {
  readonly action: string;
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** GitLab's rule word for word: line by line, at each `section_` one try, after a failed one 8 bytes on. */
export function oracleMarkers(log: string): OracleMarker[] {
  const markers: OracleMarker[] = [];
  let lineStart = 0;
  for (const line of log.split(/(?<=\n)/)) {
    let at = line.indexOf('section_');
    while (at !== -1) {
      MARKER.lastIndex = at;
      const match = MARKER.exec(line);
      const end = match === null ? at + 'section_'.length : at + match[0].length;
      if (match !== null) {
        markers.push({
          action: match[1] ?? '',
          name: match[2] ?? '',
          begin: lineStart + at,
          end: lineStart + end,
        });
      }
      at = line.indexOf('section_', end);
    }
    lineStart += line.length;
  }
  return markers;
}

const MARKER =
  /section_(start|end):[0-9]+:([a-zA-Z0-9_.-]+)(?:\[[a-zA-Z0-9_]+=[a-zA-Z0-9_]+(?:, ?[a-zA-Z0-9_]+=[a-zA-Z0-9_]+)*\])?\r\x1b\[0K/y;

/** Logs full of markers, nearly-markers, and markers inside markers. */
export const hostileLog: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: wholeMarker() },
      { weight: 4, arbitrary: fc.constantFrom(...PARTS()) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 5 }) },
      { weight: 1, arbitrary: fc.integer({ min: 128, max: 255 }).map((code) => String.fromCharCode(code)) },
      // A marker with one byte changed, or cut off.
      {
        weight: 2,
        arbitrary: fc
          .tuple(wholeMarker(), fc.nat(60), fc.constantFrom('', 'x', ':', '\n', '\r', '[', '_'))
          .map(([marker, at, byte]) => marker.slice(0, at) + byte + marker.slice(at + 1)),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(wholeMarker(), fc.nat(60)).map(([marker, at]) => marker.slice(0, at)),
      },
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''));

/** A log and a way to cut it. */
export const chunkedLog: fc.Arbitrary<{ log: string; chunks: string[] }> = fc
  .tuple(hostileLog, fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 }))
  .map(([log, sizes]) => ({ log, chunks: cut(log, sizes) }));

/** Pieces of these sizes, over and over; empty ones too, but never only those. */
function cut(log: string, sizes: readonly number[]): string[] {
  const chunks: string[] = [];
  for (let at = 0, turn = 0; at < log.length; turn++) {
    const size = turn >= sizes.length * 2 ? 7 : (sizes[turn % sizes.length] ?? 1);
    chunks.push(log.slice(at, at + size));
    at += size;
  }
  return chunks;
}

function wholeMarker(): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom('start', 'end'),
      fc.constantFrom('1', '1700000000', '000', '99999999999999999999'),
      fc.constantFrom(
        'chat_reply',
        'chat_reply',
        'step_script',
        'a',
        'chat_repl',
        'chat_reply2',
        'section_start',
        'A.b-c',
      ),
      fc.constantFrom('', '', '[a=b]', '[a=b,c=d]', '[a=b, c_1=D]', '[]', '[a]', '[a=b,  c=d]'),
    )
    .map(([action, time, name, options]) => `section_${action}:${time}:${name}${options}\r\x1b[0K`);
}

function PARTS(): string[] {
  return [
    'section_',
    'section_start:',
    'section_end:',
    'section',
    's',
    'start:',
    'e',
    'se',
    'section_s',
    'section_e',
    ':',
    '1',
    '0',
    ':1:',
    'chat_reply',
    'chat_',
    'reply',
    '[a=b',
    '[a=',
    ',',
    ' ',
    ']',
    '\r',
    '\x1b',
    '\x1b[0K',
    '\r\x1b[0K',
    '[0K',
    'K',
    '\n',
    '\r\n',
    'text',
    '_',
    '.',
    '-',
  ];
}
