/**
 * The test suites that need emulators of AWS. `npm run test:aws` starts the emulators and runs them.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/emulators/**/*.aws.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // The names of the tests document what an emulator does not support.
  verbose: true,
  // The longest tests mostly wait, so they can run in parallel.
  maxWorkers: 3,
  // The SDK waits one or two seconds before its last attempt against a throttled API.
  testTimeout: 30_000,
};
