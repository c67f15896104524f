/** Packages that ship ES modules only, which Jest must compile. */
const esModules = ['p-limit', 'yocto-queue', 'd3-random', '@valibot/to-json-schema', 'pure-rand'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
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
  coverageProvider: 'v8',
  collectCoverageFrom: ['lambdas/core/**/*.ts', 'lambdas/steps/**/*.ts'],
  coverageReporters: ['text', 'lcovonly'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
};
