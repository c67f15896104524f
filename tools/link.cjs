// Makes `npx cutover` work in a clone, as it does where the package is installed: npm does not link the
// binaries of a package into its own node_modules.
const { chmodSync, mkdirSync, rmSync, symlinkSync } = require('node:fs');
const { join } = require('node:path');

if (process.platform !== 'win32') {
  const folder = join(__dirname, '../node_modules/.bin');
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, 'cutover'), { force: true });
  symlinkSync(join('..', '..', 'bin', 'cutover.cjs'), join(folder, 'cutover'));
  chmodSync(join(__dirname, '../bin/cutover.cjs'), 0o755);
}
