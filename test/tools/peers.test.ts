import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { functionDefaults } from '../../lib/workflow/functions/function-defaults';
import { NODE_VERSIONS } from '../../tools/node/node-versions';
import { lowest, newest } from '../../tools/package/peers.json';

const packageFile = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));

test('the peers begin with the lowest versions that are tried', () => {
  for (const [name, version] of Object.entries(lowest)) {
    expect([name, packageFile.peerDependencies[name]]).toEqual([name, `^${version}`]);
  }
});

test('the newest versions that are tried are those that the repository uses', () => {
  for (const [name, version] of Object.entries(newest)) {
    expect([name, packageFile.devDependencies[name]]).toEqual([name, version]);
  }
});

test('Node.js is tried in the oldest version that is allowed, and in that of the functions', () => {
  expect(packageFile.engines.node).toBe(`>=${NODE_VERSIONS.lowest}`);
  expect(functionDefaults.runtime.name).toBe(`nodejs${NODE_VERSIONS.deployed.split('.')[0]}.x`);
});
