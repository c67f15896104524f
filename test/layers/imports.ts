import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

const ROOT = join(__dirname, '../..');

/** What the files of a layer may import. */
interface Layer {
  /** Folder, or start of a path, from the root; the longest that fits names the layer of a file. */
  readonly folder: string;
  /** Layers beside its own. */
  readonly layers: readonly string[];
  /** Packages from outside of the project; absent: any. */
  readonly packages?: RegExp;
}

const CDK = /^(aws-cdk-lib|constructs|@aws-cdk\/|cdk-nag|valibot$|esbuild$|yaml$|node:)/;
const CONSTRUCTS = [
  'lib/workflow',
  'lib/ecs',
  'lib/gates',
  'lib/new-path',
  'lib/instances',
  'lib/user-split',
  'lib/shared',
];
const FUNCTIONS = ['lambdas/core', 'lambdas/ports', 'lambdas/steps', 'lambdas/adapters'];

/** The layers, from the innermost to the outermost. */
export const LAYERS: readonly Layer[] = [
  { folder: 'lambdas/core', layers: [], packages: /^(valibot|json-p3|simple-statistics)$/ },
  { folder: 'lambdas/ports', layers: ['lambdas/core'], packages: /^$/ },
  { folder: 'lambdas/steps', layers: ['lambdas/core', 'lambdas/ports'], packages: /^p-limit$/ },
  {
    folder: 'lambdas/adapters',
    layers: ['lambdas/core', 'lambdas/ports'],
    packages: /^(@aws-sdk\/.+|@aws-lambda-powertools\/(logger|metrics)|undici|ipaddr\.js|node:.+)$/,
  },
  { folder: 'lambdas/handlers', layers: FUNCTIONS, packages: /^valibot$/ },
  { folder: 'lambdas/edge', layers: [], packages: /^cloudfront$/ },
  { folder: 'lib/shared', layers: FUNCTIONS, packages: new RegExp(`${CDK.source}|^fastest-levenshtein$`) },
  { folder: 'lib/workflow', layers: [...FUNCTIONS, 'lib/shared'], packages: CDK },
  { folder: 'lib/ecs', layers: [...FUNCTIONS, 'lib/shared', 'lib/workflow'], packages: CDK },
  { folder: 'lib/gates', layers: [...FUNCTIONS, 'lib/shared', 'lib/workflow'], packages: CDK },
  {
    folder: 'lib/new-path',
    // A new path behind a distribution is closed by its secret.
    layers: [...FUNCTIONS, 'lib/shared', 'lib/user-split', 'lib/workflow'],
    packages: CDK,
  },
  {
    folder: 'lib/instances',
    layers: [...FUNCTIONS, 'lib/shared', 'lib/new-path', 'lib/workflow'],
    packages: CDK,
  },
  {
    folder: 'lib/user-split',
    layers: [...FUNCTIONS, 'lambdas/edge', 'lib/shared', 'lib/workflow'],
    packages: CDK,
  },
  { folder: 'lib/changes', layers: [...FUNCTIONS, 'lib/shared'] },
  { folder: 'lib/deployment', layers: [...FUNCTIONS, 'lib/shared', 'lib/workflow', 'lib/changes'] },
  { folder: 'lib/traffic', layers: [...FUNCTIONS, 'lambdas/edge'] },
  { folder: 'lib/rehearsal', layers: [...FUNCTIONS, 'lib/workflow'] },
  { folder: 'lib/operator', layers: [...FUNCTIONS, 'lib/shared', 'lib/rehearsal'] },
  { folder: 'lib/simulation', layers: [...FUNCTIONS, 'lib/rehearsal', 'lib/workflow'] },
  {
    folder: 'lib/cli',
    // The command line reads the URLs of a key value store as the edge function does.
    layers: [
      ...[...FUNCTIONS, ...CONSTRUCTS, 'lambdas/edge'],
      ...['lib/changes', 'lib/deployment', 'lib/traffic', 'lib/rehearsal', 'lib/operator'],
    ],
  },
  { folder: 'bin', layers: ['lib/cli', 'lib/workflow'] },
  {
    folder: 'tools',
    layers: [
      ...FUNCTIONS,
      ...CONSTRUCTS,
      'lib/changes',
      'lib/rehearsal',
      'lib/simulation',
      'lib/cli',
      'examples',
    ],
  },
  // What the package exports.
  { folder: 'lib/index.ts', layers: [...FUNCTIONS, ...CONSTRUCTS, 'lambdas/edge', 'lib/changes'] },
  { folder: 'examples', layers: [] },
];

/** The folders whose sources the tests of the layers read. */
export const SOURCE_FOLDERS = ['lambdas', 'lib', 'bin', 'tools', 'examples'] as const;

/** Every TypeScript file below a folder of the project, as a path from its root. */
export function sourcesIn(folder: string): string[] {
  const found = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** The text of a source. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The imports of a file that its layer may not have, a sentence each. */
export function breachesIn(path: string, text = textOf(path)): string[] {
  const layer = layerOf(path);
  if (layer === null) {
    return [`${path} is in no known layer`];
  }
  return importsOf(text)
    .filter((name) => !isAllowed(layer, path, name))
    .map((name) => `${path} imports ${name}`);
}

function isAllowed(layer: Layer, path: string, name: string): boolean {
  if (!name.startsWith('.')) {
    return layer.packages?.test(name) ?? true;
  }
  const target = posix.join(posix.dirname(path), name);
  if (!target.includes('/') || target.endsWith('.json')) {
    return true;
  }
  const folder = layerOf(target)?.folder;
  return folder !== undefined && (folder === layer.folder || layer.layers.includes(folder));
}

function layerOf(path: string): Layer | null {
  return LAYERS.find(({ folder }) => path === folder || path.startsWith(`${folder}/`)) ?? null;
}

/**
 * The cycles of imports among files, imports of types included.
 * @param texts the text of each file by its path
 * @returns each cycle once, as the paths along it
 */
export function cyclesIn(texts: ReadonlyMap<string, string>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push([...trail.slice(start), path]);
    } else if (!done.has(path)) {
      for (const target of importedFiles(path, texts)) {
        visit(target, [...trail, path]);
      }
      done.add(path);
    }
  };
  for (const path of texts.keys()) {
    visit(path, []);
  }
  return cycles;
}

function importedFiles(path: string, texts: ReadonlyMap<string, string>): string[] {
  return importsOf(texts.get(path) ?? '').flatMap((name) => {
    const target = posix.join(posix.dirname(path), name);
    const files = [`${target}.ts`, `${target}/index.ts`];
    return name.startsWith('.') ? files.filter((file) => texts.has(file)).slice(0, 1) : [];
  });
}

/** Names that more than one file exports, each with its files. */
export function repeatedExports(texts: ReadonlyMap<string, string>): string[] {
  const files = new Map<string, string[]>();
  for (const [path, text] of texts) {
    for (const [, name] of text.matchAll(EXPORT)) {
      files.set(name as string, [...(files.get(name as string) ?? []), path]);
    }
  }
  return [...files]
    .map(([name, paths]) => [name, [...new Set(paths)]] as const)
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name}: ${paths.join(', ')}`);
}

const EXPORT = /^export (?:abstract )?(?:async )?(?:const|let|function|class|interface|type|enum) (\w+)/gm;

/** With `from`, for its effect alone, or as a call. Biome keeps an import at the start of its line. */
function importsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:^(?:import|export|\}).*?\bfrom\s|^import\s|\bimport\(|\brequire\()\s*['"`]([^'"`]+)['"`]/gm,
  );
  return [...found].map(([, name]) => name as string);
}
