import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readToken } from '@gitlab-chatops/executor/delivery';
import { CodedError } from '@gitlab-chatops/shared/errors';

const TOKEN = 'xoxb-not-a-token-0123456789';

describe('delivery: the token', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'token-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const uid = process.geteuid?.() ?? 0;
  const fromFile = (content: string, mode: number, asUid = uid) => {
    const path = join(folder, 'token');
    writeFileSync(path, content);
    chmodSync(path, mode);
    return readToken({ kind: 'file', path }, { environment: {}, uid: asUid });
  };
  const refused = (code: string, read: () => string) =>
    assert.throws(read, (error) => {
      assert.ok(error instanceof CodedError);
      assert.equal(error.code, code);
      assert.doesNotMatch(`${error.message}${error.wayOut}`, /not-a-token/);
      return true;
    });

  it('comes from a file of its owner alone', () => {
    assert.equal(fromFile(`${TOKEN}\n`, 0o600), TOKEN);
    assert.equal(fromFile(TOKEN, 0o400), TOKEN);
  });
  for (const mode of [0o640, 0o604, 0o660, 0o610, 0o644])
    it(`not from one of mode ${mode.toString(8)}`, () =>
      refused('CONFIG_TOKEN_UNSAFE', () => fromFile(TOKEN, mode)));
  it('not from a file of another account', () => {
    // A file of root is as safe as our own, so root cannot show this.
    if (uid === 0) return assert.equal(fromFile(TOKEN, 0o600, 12_345), TOKEN);
    refused('CONFIG_TOKEN_UNSAFE', () => fromFile(TOKEN, 0o600, uid + 1));
  });
  it('not from a file that is missing, empty or holds more', () => {
    refused('CONFIG_TOKEN_MISSING', () =>
      readToken({ kind: 'file', path: join(folder, 'none') }, { environment: {}, uid }),
    );
    refused('CONFIG_TOKEN_MISSING', () => fromFile(' \n', 0o600));
    refused('CONFIG_TOKEN_INVALID', () => fromFile(`token: ${TOKEN}`, 0o600));
  });
  it('comes from the environment', () => {
    const read = (environment: Record<string, string>) =>
      readToken({ kind: 'env', name: 'T' }, { environment, uid });
    assert.equal(read({ T: ` ${TOKEN} ` }), TOKEN);
    refused('CONFIG_TOKEN_MISSING', () => read({}));
  });
});
