import { expect, test } from '@jest/globals';
import { type Peer, requirePeers } from '../../lib/deployment/peers';
import { UsageError } from '../../lib/shared/usage-error';

/** Loads every package but these, as Node fails to. */
const without =
  (...missing: readonly Peer[]) =>
  async (peer: Peer) => {
    if (missing.includes(peer)) {
      throw Object.assign(new Error(`Cannot find package '${peer}' imported from /app/cutover.js`), {
        code: 'ERR_MODULE_NOT_FOUND',
      });
    }
  };

test('everything is there in a project that has it', async () => {
  await expect(requirePeers(true)).resolves.toBeUndefined();
});

test.each<[boolean, readonly Peer[], string]>([
  [
    true,
    ['@aws-cdk/toolkit-lib'],
    'cutover deploy needs @aws-cdk/toolkit-lib, which is not installed:' +
      ' run npm install --save-dev @aws-cdk/toolkit-lib',
  ],
  [
    false,
    ['@aws-cdk/toolkit-lib', 'aws-cdk-lib', 'constructs'],
    'cutover deploy needs aws-cdk-lib and constructs, which are not installed:' +
      ' run npm install --save-dev aws-cdk-lib constructs',
  ],
])(
  'what is missing is named with the command that installs it (toolkit: %s)',
  async (toolkit, peers, text) => {
    await expect(requirePeers(toolkit, without(...peers))).rejects.toThrow(new UsageError(text));
  },
);

test('a template needs no toolkit', async () => {
  await expect(requirePeers(false, without('@aws-cdk/toolkit-lib'))).resolves.toBeUndefined();
});

test('a package that is there and cannot be loaded is an error of its own', async () => {
  const broken = Object.assign(new Error("Cannot find module 'chalk'"), { code: 'MODULE_NOT_FOUND' });
  await expect(requirePeers(true, async () => Promise.reject(broken))).rejects.toBe(broken);
});
