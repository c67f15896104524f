import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

const ROOT = join(__dirname, '../..');
const LICENSE_FILE = /^(licen[cs]e|notice|copying)([.-].*)?$/i;

/** A package of which the built code contains at least one byte. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** What the package says of its license, file by file. */
  readonly texts: readonly string[];
}

/** The packages in what esbuild built, sorted by name and version. */
export function bundledIn(metafiles: readonly Metafile[]): readonly Bundled[] {
  const found = new Map<string, Bundled>();
  for (const folder of new Set(metafiles.flatMap(foldersIn))) {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    found.set(`${name}@${version}`, { name, version, license, texts: textsIn(join(ROOT, folder)) });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/**
 * The notices that must accompany the code of others: name, version, license and texts of each.
 * @throws Error when a package names no license
 */
export function notices(bundled: readonly Bundled[]): string {
  const unnamed = bundled.filter(({ license }) => typeof license !== 'string');
  if (unnamed.length > 0) {
    throw new Error(`these packages name no license: ${unnamed.map(({ name }) => name).join(', ')}`);
  }
  const texts = bundled.map(({ name, version, license, texts }) =>
    [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n'),
  );
  const head = 'This package contains code of the following packages, under their own licenses.';
  return `${[head, ...texts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The folders of the packages: the innermost `node_modules` counts. */
function foldersIn({ outputs }: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([path, { bytesInOutput }]) => {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
      return folder === undefined || bytesInOutput === 0 ? [] : [folder];
    });
}

function textsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => LICENSE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}
