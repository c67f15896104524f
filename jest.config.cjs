/** Packages that ship ES modules only, which Jest must compile. */
const esModules = ['p-limit', 'yocto-queue', 'd3-random', '@valibot/to-json-schema', 'pure-rand'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Jest would leave one core idle, which is half of a small machine.
  maxWorkers: '100%',
  // Sources are roots too, so that one that no test loads counts as not covered.
  roots: ['<rootDir>/test', '<rootDir>/lambdas'],
  // None of the tests waits for real time; a loaded machine may still be slow.
  testTimeout: 120_000,
  setupFiles: [
    '<rootDir>/test/support/jest/property-seed.ts',
    '<rootDir>/test/support/jest/no-cdk-validation.ts',
  ],
  testMatch: ['**/*.test.ts'],
  // These need emulators of AWS: npm run test:aws.
  testPathIgnorePatterns: ['/node_modules/', '\\.aws\\.test\\.ts$'],
  transform: {
    '^.+\\.m?[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: true,
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  // Looked up in the sandbox each time, these make a rehearsal take half as long again.
  sandboxInjectedGlobals: [
    ...[
      'Array',
      'Date',
      'Error',
      'JSON',
      'Map',
      'Math',
      'Number',
      'Object',
      'Promise',
      'Set',
      'String',
      'Symbol',
    ],
    ...['setImmediate', 'structuredClone'],
  ],
  coverageProvider: 'v8',
  // The files left out hold types alone.
  collectCoverageFrom: [
    'lambdas/core/**/*.ts',
    'lambdas/steps/**/*.ts',
    '!lambdas/core/**/{readings,http-answer,router-definition}.ts',
  ],
  coverageReporters: ['text', 'lcovonly'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
};
