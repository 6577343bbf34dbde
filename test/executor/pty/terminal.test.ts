import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { runInTerminal } from '@gitlab-chatops/executor/pty';
import { captureInTerminal, sha256 } from '../support/terminal.js';

/** What the same script writes into one plain pipe. */
function throughPipe(script: string): Buffer {
  const { stdout } = spawnSync('bash', ['-c', `exec 2>&1\n${script}`], {
    input: '',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

const SCRIPTS: readonly [name: string, script: string][] = [
  ['lines', 'seq 1 20000'],
  ['both streams in order', 'for i in 1 2 3; do echo out $i; echo err $i >&2; done'],
  ['every byte value', `for i in $(seq 0 255); do printf "\\\\$(printf %03o $i)"; done`],
  ['no newline at the end', 'printf abc'],
  ['carriage returns', String.raw`printf 'a\rb\r\nc\n\r'`],
  [
    'section markers',
    String.raw`printf 'section_start:1:chat_reply\r\033[0K\nhi\nsection_end:1:chat_reply\r\033[0K'`,
  ],
  ['nothing', ':'],
  ['flow control bytes', String.raw`printf 'a\023b\021c\004d\003e\032f'`],
];

describe('runInTerminal', () => {
  for (const [name, script] of SCRIPTS) {
    it(`passes ${name} as a pipe would`, async () => {
      const { output, status, complete } = await captureInTerminal(script);
      assert.equal(sha256(output), sha256(throughPipe(script)));
      assert.deepEqual({ status, complete }, { status: 0, complete: true });
    });
  }

  it('passes binary output unchanged', async () => {
    const { output } = await captureInTerminal(
      'f=$(mktemp); head -c 1000000 /dev/urandom >"$f"; cat "$f"; sha256sum <"$f"; rm "$f"',
    );
    assert.equal(output.subarray(1_000_000, 1_000_064).toString(), sha256(output.subarray(0, 1_000_000)));
  });

  const statuses: readonly [script: string, status: number][] = [
    ['exit 0', 0],
    ['exit 2', 2],
    ['exit 42', 42],
    ['exit 255', 255],
    ['kill -9 $$', 137],
    ['kill -TERM $$', 143],
  ];
  for (const [script, expected] of statuses) {
    it(`reports "${script}" as ${expected} and adds no word`, async () => {
      const { status, complete, output } = await captureInTerminal(script);
      assert.deepEqual(
        { status, complete, text: output.toString() },
        { status: expected, complete: true, text: '' },
      );
    });
  }

  it('gives the job a terminal for output and a file for input', async () => {
    const { output } = await captureInTerminal('[ -t 1 ] && [ -t 2 ] && ! [ -t 0 ] && cat && stty size <&1');
    assert.equal(output.toString(), '24 80\n');
  });

  it('keeps the sentinel out of what the job can look at', async () => {
    const { output } = await captureInTerminal(
      'cat /proc/$PPID/cmdline /proc/$PPID/environ /proc/self/environ | tr "\\0" "\\n"',
    );
    assert.doesNotMatch(output.toString('latin1'), /\u001e|[0-9a-f]{32}/);
  });

  it('calls a run without its end incomplete, and never a success', async () => {
    const killed = await captureInTerminal('kill -9 $PPID; sleep 5');
    assert.deepEqual({ status: killed.status, complete: killed.complete }, { status: 137, complete: false });
    const hangup = await captureInTerminal('kill -HUP $PPID; sleep 5');
    assert.equal(hangup.complete, false);
    assert.notEqual(hangup.status, 0);
  });

  it('ends after the job changed the modes of its terminal', async () => {
    for (const mode of ['sane', 'raw', '-icanon min 0 time 0', 'echo opost onlcr']) {
      const { status, output } = await captureInTerminal(`seq 3; stty ${mode} <&1; exit 7`);
      assert.deepEqual([mode, status, output.toString()], [mode, 7, '1\n2\n3\n']);
    }
  });

  it('ends although a process that was left behind holds and reads the terminal', async () => {
    const { status } = await captureInTerminal('(trap "" HUP TERM; timeout 3 cat <&1 >/dev/null) & exit 4');
    assert.equal(status, 4);
  });

  it('asks for the clean-up before it closes the terminal, and passes on what comes until then', async () => {
    let asked = 0;
    const { output } = await captureInTerminal('(sleep 0.05; echo late) & echo first', {
      onMainEnd: async () => {
        asked += 1;
        await new Promise((done) => setTimeout(done, 150));
      },
    });
    assert.equal(asked, 1);
    assert.equal(output.toString(), 'first\nlate\n');
  });

  it('loses nothing when reading pauses for longer than node-pty waits', async () => {
    const chunks: Buffer[] = [];
    const running = await runInTerminal({
      command: ['bash', '-c', 'seq 1 3000'],
      stdin: '/dev/null',
      cwd: '/',
      environment: { PATH: process.env.PATH ?? '' },
      onOutput: (chunk) => {
        chunks.push(Buffer.from(chunk));
        if (chunks.length > 1) return;
        running.pause();
        setTimeout(() => running.resume(), 600);
      },
    });
    assert.equal((await running.exit).complete, true);
    assert.equal(sha256(Buffer.concat(chunks)), sha256(throughPipe('seq 1 3000')));
  });

  it('runs two at once without mixing them', async () => {
    const both = await Promise.all(
      ['a', 'b'].map((word) => captureInTerminal(`yes ${word} | head -n 20000`)),
    );
    assert.deepEqual(
      both.map(({ output }) => sha256(output)),
      ['a', 'b'].map((word) => sha256(`${word}\n`.repeat(20000))),
    );
  });

  it('leaves no descriptor behind', async () => {
    await captureInTerminal(':');
    const before = readdirSync('/proc/self/fd').length;
    for (let run = 0; run < 5; run++) await captureInTerminal('echo x');
    assert.ok(readdirSync('/proc/self/fd').length <= before + 1);
  });
});
