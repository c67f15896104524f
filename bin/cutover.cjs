#!/usr/bin/env node
// Runs the TypeScript as it stands: there is nothing to build first.
require('tsx/cjs');
const { main } = require('./cutover.ts');

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
