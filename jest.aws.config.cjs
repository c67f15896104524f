/** The suites that need emulators of AWS; `npm run test:aws` starts those. @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/emulators/**/*.aws.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // The names of the tests say what an emulator lacks.
  verbose: true,
  // The longest ones wait for the most part, and side by side.
  maxWorkers: 3,
  // The SDK waits a second or two before its last try against a throttled API.
  testTimeout: 30_000,
};
