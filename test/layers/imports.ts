import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

const root = join(__dirname, '../..');

/** What each layer of `lambdas` may import: layers and files of its own, and packages from outside. */
const LAYERS: Readonly<Record<string, { readonly own: readonly string[]; readonly packages: RegExp }>> = {
  core: { own: ['core'], packages: /^(valibot|json-p3|simple-statistics)$/ },
  ports: { own: ['core'], packages: /^$/ },
  steps: { own: ['core', 'ports', 'steps'], packages: /^p-limit$/ },
  adapters: {
    own: ['core', 'ports', 'adapters'],
    packages: /^(@aws-sdk\/.+|@aws-lambda-powertools\/logger|undici|ipaddr\.js|node:.+)$/,
  },
  handlers: { own: ['core', 'ports', 'steps', 'adapters', 'handlers'], packages: /^valibot$/ },
  edge: { own: ['edge'], packages: /^cloudfront$/ },
};

/** Every TypeScript file below a folder of the project, as a path from its root. */
export function sourcesIn(folder: string): string[] {
  const found = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** What is wrong with the imports of a file. */
export function breachesIn(path: string, text = readFileSync(join(root, path), 'utf8')): string[] {
  const layer = layerOf(path);
  const rule = layer === null ? undefined : LAYERS[layer];
  if (rule === undefined) {
    return [`${path} is in no known layer`];
  }
  return importsOf(text)
    .filter((name) => {
      const target = name.startsWith('.') ? layerOf(posix.join(posix.dirname(path), name)) : null;
      return name.startsWith('.') ? target === null || !rule.own.includes(target) : !rule.packages.test(name);
    })
    .map((name) => `${path} imports ${name}`);
}

/** `lambdas/steps/x.ts` is in `steps`, `lambdas/ports.ts` in `ports`; null outside of `lambdas`. */
function layerOf(path: string): string | null {
  return path.match(/^lambdas\/([a-z0-9-]+)(\/|\.ts$|$)/)?.[1] ?? null;
}

/** With `from`, for its effect alone, or as a call. Biome keeps an import at the start of its line. */
function importsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:^(?:import|export|\}).*?\bfrom\s|^import\s|\bimport\(|\brequire\()\s*['"`]([^'"`]+)['"`]/gm,
  );
  return [...found].map(([, name]) => name as string);
}
