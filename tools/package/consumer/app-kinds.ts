import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';

const ROOT = join(__dirname, '../../..');
const EXAMPLES = join(ROOT, 'examples');
const CONSTRUCTS = readFileSync(join(__dirname, 'every-construct.ts'), 'utf8');

/** An app of a consumer: what is in its folder, and the commands that must succeed there. */
export interface AppKind {
  /** The language of `cdk init`; absent for an app that is written by hand. */
  readonly language?: 'typescript' | 'javascript';
  /** Versions of packages that the app has beside the tarball and its peers. */
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** Commands of the app's own binaries, each with its arguments. */
  readonly commands: readonly (readonly string[])[];
}

const MAIN = `import { App } from 'aws-cdk-lib';
import { everyConstruct } from './every-construct';

const app = new App();
everyConstruct(app);
`;

const TEST = `import { App } from 'aws-cdk-lib';
import { everyConstruct } from '../bin/every-construct';

test('the app synthesizes', () => {
  const app = new App();
  everyConstruct(app);
  expect(app.synth().stacks.length).toBe(6);
});
`;

const SYNTH = ['cdk', 'synth', '--quiet'];
const typed = (resolution: string, module: string) =>
  ['tsc', '--noEmit', '--module', module, '--moduleResolution', resolution] as const;

/** Without types, as a module of the given system. */
function javascript(source: string, format: 'cjs' | 'esm'): string {
  return transformSync(source, { loader: 'ts', format, target: 'node20' }).code;
}

/** The apps that `cdk init` makes, and two that older versions of it made or that people write by hand. */
export const appKinds: Readonly<Record<string, AppKind>> = {
  typescript: {
    language: 'typescript',
    files: {
      'bin/every-construct.ts': CONSTRUCTS,
      'bin/app.ts': MAIN,
      'test/app.test.ts': TEST,
      'cdk.json': JSON.stringify({ app: 'npx tsx bin/app.ts' }),
    },
    commands: [
      // The settings of cdk init, and those of a bundler. Declarations are checked, too.
      ['tsc', '--noEmit', '--skipLibCheck', 'false'],
      typed('bundler', 'preserve'),
      ['jest'],
      SYNTH,
    ],
  },
  javascript: {
    language: 'javascript',
    files: {
      'bin/every-construct.js': javascript(CONSTRUCTS, 'cjs'),
      'bin/app.js': javascript(MAIN, 'cjs'),
      'test/app.test.js': javascript(TEST, 'cjs'),
      'cdk.json': JSON.stringify({ app: 'node bin/app.js' }),
    },
    commands: [['jest'], SYNTH],
  },
  esm: {
    devDependencies: versionsOf('aws-cdk'),
    files: {
      'package.json': JSON.stringify({ name: 'esm', version: '0.1.0', type: 'module' }),
      'bin/every-construct.js': javascript(CONSTRUCTS, 'esm'),
      'bin/app.js': javascript(MAIN, 'esm').replace('./every-construct', './every-construct.js'),
      'cdk.json': JSON.stringify({ app: 'node bin/app.js' }),
    },
    commands: [SYNTH],
  },
  'ts-node': {
    devDependencies: {
      ...versionsOf('aws-cdk', 'jest'),
      'ts-jest': '29.4.9',
      'ts-node': '10.9.2',
      typescript: '5.9.3',
      '@types/jest': '30.0.0',
      '@types/node': '20.19.43',
    },
    files: {
      'package.json': JSON.stringify({ name: 'ts-node-app', version: '0.1.0' }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          ...{ target: 'ES2022', module: 'Node16', moduleResolution: 'Node16', lib: ['es2022'] },
          ...{ strict: true, types: ['jest', 'node'] },
        },
      }),
      'jest.config.js':
        "module.exports = { testMatch: ['**/*.test.ts'], transform: { '^.+\\\\.ts$': 'ts-jest' } };",
      'bin/every-construct.ts': CONSTRUCTS,
      'bin/app.ts': MAIN,
      'test/app.test.ts': TEST,
      'cdk.json': JSON.stringify({ app: 'npx ts-node --prefer-ts-exts bin/app.ts' }),
    },
    commands: [['tsc', '--noEmit', '--skipLibCheck', 'false'], ['jest'], SYNTH],
  },
  examples: examples(),
};

/** The examples of this repository, as somebody copies them. */
function examples(): AppKind {
  const names = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'app.ts')));
  const copied = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((file) => names.includes(file.split(/[\\/]/)[0] ?? '') && /\.\w+$|Dockerfile$/.test(file))
    .map((file) => [file, readFileSync(join(EXAMPLES, file), 'utf8')] as const);
  return {
    devDependencies: versionsOf('aws-cdk', 'tsx', 'typescript', 'yaml', '@types/node'),
    files: {
      ...Object.fromEntries(copied),
      'package.json': JSON.stringify({ name: 'examples', version: '0.1.0' }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          ...{ target: 'es2022', module: 'preserve', moduleResolution: 'bundler', strict: true },
          ...{ types: ['node'], resolveJsonModule: true, noEmit: true },
        },
      }),
    },
    commands: [
      ['tsc'],
      ...names.map((name) => [...SYNTH, '--app', `npx tsx ${name}/app.ts`, ...contextOf(name)]),
    ],
  };
}

/** An example with several deployments needs the name of one. */
function contextOf(name: string): readonly string[] {
  const isOne = !readFileSync(join(EXAMPLES, name, 'app.ts'), 'utf8').includes('-c deployment=');
  return isOne ? [] : ['-c', 'deployment=add'];
}

/** The versions that this repository has pinned. */
function versionsOf(...names: readonly string[]): Record<string, string> {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.fromEntries(names.map((name) => [name, devDependencies[name]]));
}

/** Writes the files of an app. What `cdk init` has written beside them as an example is removed. */
export function writeAppFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const example of ['bin', 'lib', 'test']) {
    rmSync(join(folder, example), { recursive: true, force: true });
  }
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    // The feature flags of cdk init stay.
    const isMerged = name === 'cdk.json' && existsSync(file);
    const whole = isMerged ? { ...JSON.parse(readFileSync(file, 'utf8')), ...JSON.parse(text) } : null;
    writeFileSync(file, whole === null ? text : JSON.stringify(whole, null, 2));
  }
}
