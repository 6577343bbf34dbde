import assert from 'node:assert/strict';
import { obstacleAt, type RunningPlace } from '../../../extension/src/simulation/running-place.js';

const HERE: RunningPlace = { platform: 'linux', hasPty: true, scheme: 'file', isTrusted: true };

describe('what keeps jobs from running here', () => {
  it('is nothing in a trusted folder on the disk of a Unix machine', () => {
    assert.equal(obstacleAt(HERE), undefined);
    assert.equal(obstacleAt({ ...HERE, platform: 'darwin' }), undefined);
  });

  it('is first what cannot be helped here', () => {
    assert.equal(obstacleAt({ ...HERE, isTrusted: false }), 'untrusted');
    assert.equal(obstacleAt({ ...HERE, isTrusted: false, scheme: 'vscode-vfs' }), 'virtual');
    assert.equal(obstacleAt({ ...HERE, hasPty: false, scheme: 'vscode-vfs' }), 'no-pty');
    assert.equal(obstacleAt({ platform: 'win32', hasPty: false, scheme: 'x', isTrusted: false }), 'windows');
  });
});
