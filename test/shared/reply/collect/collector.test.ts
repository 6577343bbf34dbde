import assert from 'node:assert/strict';
import {
  type CollectedReply,
  type CollectorState,
  createMaskSet,
  type EchoedStep,
  ReplyCollector,
} from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { chunksOf } from '../terminal/chunks.js';
import { echo, section } from './trace.js';

interface Run {
  readonly steps: readonly (EchoedStep & { readonly output: string | Uint8Array })[];
  readonly outcome?: 'success' | 'failed';
  readonly phrases?: readonly string[];
  readonly limit?: number;
  readonly sizes?: readonly number[];
  /** Each step in a process of its own, as the driver runs them. */
  readonly handOver?: boolean;
}

function collect(run: Run): CollectedReply {
  const { steps, outcome = 'success', phrases = [], limit, sizes = [], handOver = false } = run;
  const masks = createMaskSet({ phrases });
  const options = { steps, masks, limit };
  let collector = new ReplyCollector(options);
  for (const { name, output } of steps) {
    collector.beginStep(name);
    for (const chunk of chunksOf(Buffer.from(output), sizes)) collector.write(chunk);
    collector.endStep();
    if (handOver) {
      const resume = JSON.parse(JSON.stringify(collector.state())) as CollectorState;
      collector = new ReplyCollector({ ...options, resume });
    }
  }
  return collector.result(outcome);
}

function script(
  commands: string[],
  output: string | Uint8Array,
): EchoedStep & { output: string | Uint8Array } {
  return { name: 'script', script: commands, output };
}

describe('reply/collect: GitLab’s documented jobs', () => {
  it('hello-world', () => {
    const hello = script(['echo "Hello World"'], `${echo('echo "Hello World"')}Hello World\n`);
    assert.deepEqual(collect({ steps: [hello] }), { source: 'output', body: 'Hello World' });
  });

  it('ls', () => {
    const listing = 'total 8\n-rw-r--r-- 1 root root 5 Jan  1 00:00 a\n';
    const command = String.raw`echo -e "section_start:$( date +%s ):chat_reply\r\033[0K\n$( ls -la )\nsection_end:$( date +%s ):chat_reply\r\033[0K"`;
    const output = `${echo('ls -la')}${listing}${echo(command)}${section('chat_reply', `\n${listing}`)}\n`;
    const reply = collect({ steps: [script(['ls -la', command], output)] });
    assert.deepEqual(reply, { source: 'chat_reply', body: listing.trimEnd() });
  });
});

describe('reply/collect: sections', () => {
  const body = (output: string, outcome?: 'failed') => {
    const { source, body } = collect({ steps: [script([], output)], outcome });
    return [source, body];
  };

  it('keeps the text behind the start marker and before the end marker', () => {
    assert.deepEqual(body(section('chat_reply', 'a\nb')), ['chat_reply', 'a\nb']);
    assert.deepEqual(body(section('chat_reply', '\n\n a\nb\n\n')), ['chat_reply', '\n a\nb']);
  });
  it('joins several', () => {
    const output = `x\n${section('chat_reply', '\none\n')}\ny\n${section('chat_reply', 'two')}z`;
    assert.deepEqual(body(output), ['chat_reply', 'one\ntwo']);
  });
  it('takes no other section, and shows no marker', () => {
    assert.deepEqual(body(`a\n${section('x', 'b\n')}\nc`), ['output', 'a\nb\nc']);
    assert.deepEqual(body(section('chat_reply', `a${section('x', 'b')}c`)), ['chat_reply', 'abc']);
    assert.deepEqual(body(section('chat_print', 'b')), ['output', 'b']);
  });
  it('takes what was written of an open section', () => {
    const [start = ''] = section('chat_reply', '|').split('|');
    assert.deepEqual(body(`${start}\nhalf`, 'failed'), ['chat_reply', 'half']);
    assert.deepEqual(body(`${start}\n${start}two starts`), ['chat_reply', 'two starts']);
  });
  it('knows an end without a start as nothing', () => {
    const [, end = ''] = section('chat_reply', '|').split('|');
    assert.deepEqual(body(`a${end}b`), ['output', 'ab']);
  });
  it('an empty one is the reply of a success only', () => {
    assert.deepEqual(body(`log\n${section('chat_reply', '\n')}`), ['chat_reply', '']);
    assert.deepEqual(body(`log\n${section('chat_reply', '\n')}`, 'failed'), ['tail', 'log']);
  });
  it('renders each on its own screen', () => {
    const output = `old\n${section('chat_reply', 'one\n')}${section('chat_reply', '\x1b[2J\x1b[3J\x1b[Htwo\rT\n')}`;
    assert.deepEqual(body(output), ['chat_reply', 'one\nTwo']);
  });
  it('reads after_script too, but not its output', () => {
    const steps = [
      script(['a'], `${echo('a')}out\n`),
      {
        name: 'after_script',
        script: ['b'],
        output: `${echo.after}${echo('b')}noise${section('chat_reply', 'late')}`,
      },
    ];
    assert.deepEqual(collect({ steps }), { source: 'chat_reply', body: 'late' });
    const silent = [
      steps[0] ?? script([], ''),
      { name: 'after_script', script: ['b'], output: `${echo.after}noise` },
    ];
    assert.deepEqual(collect({ steps: silent }), { source: 'output', body: 'out' });
  });
});

describe('reply/collect: echoed commands', () => {
  const output = (commands: string[], bytes: string) => collect({ steps: [script(commands, bytes)] }).body;

  it('go, in order, wherever they stand', () => {
    assert.equal(output(['a', 'b'], `${echo('a')}one${echo('b')}two\n`), 'onetwo');
    assert.equal(output(['a', 'a'], `${echo('a')}${echo('a')}${echo('a')}`), '$ a');
  });
  it('go by their exact bytes, never by a pattern', () => {
    assert.equal(output(['a'], `${echo('a')}${echo('b')}$ a\n`), '$ b\n$ a');
  });
  it('of several lines show the first', () => {
    assert.equal(output(['if x\nthen y\nfi\n'], `${echo('if x # collapsed multi-line command')}y\n`), 'y');
  });
  it('of several lines in a section of their own', () => {
    const heading = section('section_script_step_1', `${echo('printf "a\nb\tc"\nx')}`);
    assert.equal(output(['q', 'printf "a\\nb\\tc"\nx'], `${echo('q')}1\n${heading}\n2\n`), '1\n2');
  });
  it('empty ones are empty lines before the next', () => {
    assert.equal(output(['a', '', ' ', 'b'], `${echo('a')}one\n\n\n\n${echo('b')}two\n`), 'one\n\ntwo');
  });
  it('are trimmed as the Runner does', () => {
    assert.equal(output(['\u0085 a \n\n'], `${echo('a')}x`), 'x');
  });
  it('may hold a marker', () => {
    const command = `echo "${section('chat_reply', 'x')}"`;
    assert.equal(output([command], `${echo(command)}y`), 'y');
  });
  it('in a section are not part of the reply', () => {
    const bytes = section('chat_reply', `\none\n${echo('b')}two\n`);
    assert.equal(output(['a', 'b'], `${echo('a')}${bytes}`), 'one\ntwo');
  });
  it('never printed stop nothing', () => {
    assert.equal(output(['a', 'exit 1', 'c'], `${echo('a')}one\n`), 'one');
  });
});

describe('reply/collect: failure, size, secrets', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`).join('\n');

  it('a failed job shows its end', () => {
    const { source, body, cut } = collect({
      steps: [script([], lines(10_000))],
      outcome: 'failed',
      limit: 100,
    });
    assert.equal(source, 'tail');
    assert.ok(body.endsWith('line 9999\nline 10000') && body.startsWith('line ') && body.length <= 100);
    assert.deepEqual(cut, { omittedLines: 10_000 - body.split('\n').length, where: 'head' });
  });
  it('a long reply keeps both ends', () => {
    const { body, cut } = collect({ steps: [script([], lines(50_000))], limit: 200 });
    assert.ok(body.startsWith('line 1\nline 2\n') && body.endsWith('\nline 50000') && body.length <= 200);
    assert.equal(cut?.where, 'middle');
    assert.equal(cut?.omittedLines, 50_000 - body.split('\n').length);
    assert.equal(body[cut?.at ?? -1], '\n');
  });
  it('one endless line is cut between characters', () => {
    const { body, cut } = collect({ steps: [script([], '🚀'.repeat(60_000))], limit: 101 });
    assert.match(body, /^🚀+\n🚀+$/u);
    assert.equal(cut?.omittedLines, 1);
  });
  it('one row of more bytes than are kept is cut between characters', () => {
    const row = `e${'\u0301'.repeat(16)}`.repeat(1000);
    const { body } = collect({ steps: [script([], `${lines(5000)}\n${row}\nend`)], outcome: 'failed' });
    assert.match(body, /^(?:\u0301|e)+\nend$/);
  });
  it('says nothing of nothing', () => {
    assert.deepEqual(collect({ steps: [script(['true'], echo('true'))] }), { source: 'none', body: '' });
    assert.deepEqual(collect({ steps: [] }), { source: 'none', body: '' });
  });
  it('masks a secret that is split, overprinted or coloured inside', () => {
    const secret = 's3cr3tvalue';
    const run = (output: string) => collect({ steps: [script([], output)], phrases: [secret] }).body;
    assert.equal(run(`x ${secret} y`), 'x [MASKED] y');
    assert.equal(run(`${secret}\rX`).includes('cr3tvalue'), false);
    assert.equal(run('x s3cr\x1b[31m3tval\x1b[0mue y'), 'x [MASKED] y');
    assert.equal(run('x s3cr\b\b\b\bs3cr3tvalue y'), 'x [MASKED] y');
    assert.equal(run(`s3cr${section('x', '')}3tvalue`), '[MASKED]');
    assert.equal(run(`${'x'.repeat(1020)}s3cr\x1b[1m3tvalue`), `${'x'.repeat(1020)}[MASKED]`);
  });
  it('masks before it cuts', () => {
    const secret = Array.from({ length: 200 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    const { body } = collect({
      steps: [script([], `x${secret}y\n`.repeat(50))],
      phrases: [secret],
      limit: 50,
    });
    assert.doesNotMatch(body, /[a-w]{2}/);
  });
});

describe('reply/collect: properties', () => {
  const piece = fc.constantFrom(
    ...[
      echo('a'),
      echo('b'),
      echo('c # collapsed multi-line command'),
      '\n',
      '\n',
      'text',
      ' ',
      '\r',
      '\x1b[0K',
      '\x1b[K',
    ],
    ...[
      section('chat_reply', 'r\n'),
      section('x', '\n'),
      section('x', 'h'),
      'secret',
      'sec',
      '\x1b[31mret\x1b[m',
      'é',
      '日',
    ],
    ...section('chat_reply', '|').split('|'),
  );
  const output = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
  const steps = fc
    .tuple(output, output)
    .map(([first, second]) => [
      script(['a', '', 'b', 'c\nd'], first),
      { name: 'after_script', script: ['a'], output: second },
    ]);

  it('the reply is the same however the bytes are cut, and in one process or several', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(5)), fc.constantFrom('success', 'failed'), (run, sizes, outcome) => {
        const whole = collect({ steps: run, outcome, phrases: ['secret'], limit: 40 });
        const parts = collect({ steps: run, outcome, phrases: ['secret'], limit: 40, sizes, handOver: true });
        assert.deepEqual(parts, whole);
        assert.doesNotMatch(whole.body, /secret|section_/);
      }),
      { numRuns: 2000 },
    );
  });
});
