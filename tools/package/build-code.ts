import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

const ROOT = join(__dirname, '../..');

/** The oldest Node.js that `engines` allows. */
const target = 'node20.19';

/** What a consumer has: its own copies, which must be the ones that the constructs use. */
const external = ['aws-cdk-lib', 'constructs', '@aws-cdk/toolkit-lib', 'uplot'];

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target,
  external,
  mainFields: ['module', 'main'],
  // Names stay, so that a stack trace in a report of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'error',
} as const satisfies BuildOptions;

/** In place of what bundles the sources of a clone, what reads the files that the package carries. */
const packed: Plugin = {
  name: 'packed',
  setup({ onResolve }) {
    const replaced = { './bundled-code': './packed-code.ts', './edge-bundling': './packed-edge.ts' };
    onResolve({ filter: /^\.\/(bundled-code|edge-bundling)$/ }, ({ path, resolveDir, importer }) =>
      /(function-code|edge-source)\.ts$/.test(importer)
        ? { path: join(resolveDir, replaced[path as keyof typeof replaced]) }
        : undefined,
    );
  },
};

/**
 * Loads the code of a command when it runs. The sources do so with `require` in functions that are
 * asynchronous, because the loader of a clone cannot `import()` TypeScript; esbuild splits at `import()`.
 */
const lazyCommands: Plugin = {
  name: 'lazy-commands',
  setup({ onLoad }) {
    onLoad({ filter: /lib[\\/]cli[\\/]usage[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/\brequire\((['"]\.[^)]+)\)/g, '(await import($1))'),
      loader: 'ts',
    }));
  },
};

/** Writes the constructs as one CommonJS module, which ES modules can import by name as well. */
export async function buildConstructs(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    entryPoints: ['lib/index.ts'],
    outfile: join(folder, 'index.js'),
    format: 'cjs',
    plugins: [packed],
  });
  return metafile;
}

/** Writes the command line: a small module that starts it, and the code of each command apart. */
export async function buildCommandLine(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    entryPoints: { cutover: 'bin/installed.ts' },
    outdir: folder,
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [lazyCommands, packed],
    banner: { js: COMMON_JS_NAMES },
  });
  return metafile;
}

/** What modules of CommonJS expect, and ES modules lack. */
const COMMON_JS_NAMES =
  "import{createRequire as createRequireHere}from'node:module';" +
  'const require=createRequireHere(import.meta.url),' +
  '__filename=import.meta.filename,__dirname=import.meta.dirname;';
