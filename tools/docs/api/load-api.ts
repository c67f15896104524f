import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiExport } from './api-item';
import { documentationProblems } from './documentation-problems';
import { readModel } from './read-model';

const ROOT = join(__dirname, '../../..');

/** What the package exports, and the report of it. */
export interface Api {
  readonly exports: readonly ApiExport[];
  /** The text of the report of API Extractor. */
  readonly report: string;
}

let loaded: Api | undefined;

/**
 * Reads the API from the sources, once for each process. It takes some 15 s of a processor.
 * @throws Error that lists what the declarations lack
 */
export function loadApi(): Api {
  loaded ??= readApi();
  return loaded;
}

/** In a process of its own, because API Extractor has a compiler, which Jest would load file by file. */
function readApi(): Api {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-api-'));
  try {
    const script = join(__dirname, 'write-model.ts');
    const written = spawnSync(process.execPath, ['--import', 'tsx', script, folder], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    if (written.status !== 0) {
      throw new Error(`the API cannot be read:\n${written.stdout}${written.stderr}`);
    }
    const declarations = readFileSync(join(folder, 'index.d.ts'), 'utf8');
    const exports = readModel(join(folder, 'cutover.api.json'), declarations);
    const problems = documentationProblems(exports);
    if (problems.length > 0) {
      throw new Error(`the documentation of the package:\n${problems.join('\n')}`);
    }
    return {
      exports,
      report: readFileSync(join(folder, 'cutover.api.md'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
