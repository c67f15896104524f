#!/usr/bin/env node
// Runs the TypeScript sources directly, without a build.
require('tsx/cjs');
const { main } = require('./cutover.ts');

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
