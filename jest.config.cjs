/** Packages that contain only ES modules, which Jest must compile. */
const esModules = [
  'p-limit',
  'yocto-queue',
  'd3-[a-z-]+',
  'internmap',
  '@valibot/to-json-schema',
  'pure-rand',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // By default Jest leaves one core idle, which is half of a machine with two cores.
  maxWorkers: '100%',
  // Sources are roots too, so that files that no test loads count as not covered.
  roots: ['<rootDir>/test', '<rootDir>/lambdas'],
  // No test waits for real time, but a busy machine may be slow.
  testTimeout: 120_000,
  setupFiles: [
    '<rootDir>/test/support/jest/property-seed.ts',
    '<rootDir>/test/support/jest/no-cdk-validation.ts',
    '<rootDir>/test/support/jest/no-colors.ts',
  ],
  // The examples name the package as a team's own app does.
  moduleNameMapper: { '^@cutover/cutover$': '<rootDir>/lib/index.ts' },
  testMatch: ['**/*.test.ts'],
  // These tests need emulators of AWS (npm run test:aws), or a browser (npm run test:browser).
  testPathIgnorePatterns: ['/node_modules/', '\\.(aws|browser)\\.test\\.ts$'],
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
  // Without this, every use is looked up in Jest's sandbox, which makes rehearsals 50 % slower.
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
  // The excluded files contain only types.
  collectCoverageFrom: [
    'lambdas/core/**/*.ts',
    'lambdas/steps/**/*.ts',
    '!lambdas/core/**/{readings,http-answer,router-definition,direct-definition,route-revert,*-input}.ts',
  ],
  coverageReporters: ['text', 'lcovonly'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
};
