import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { transformSync } from 'esbuild';

type Wrapper = (
  exports: object,
  require: (request: string) => unknown,
  module: { exports: object },
  fileName: string,
  folderName: string,
) => void;

interface Loaded {
  readonly module: { exports: object };
  readonly imports: Set<string>;
}

/**
 * Loads the project's TypeScript and can load it again: code that runs when a module is loaded has to run
 * once for each of its mutants. Packages are loaded once, by Node.js.
 */
export class ModuleLoader {
  private readonly wrappers = new Map<string, Wrapper>();
  private modules = new Map<string, Loaded>();

  /**
   * @param replaced code of some files, by absolute path; all others are read from the disk
   * @param substitutes modules that stand in for packages, by name
   */
  constructor(
    private readonly replaced: ReadonlyMap<string, string>,
    private readonly substitutes: Readonly<Record<string, object>>,
  ) {}

  /** Forgets what modules have computed, but not their compiled code. */
  forget(): void {
    this.modules = new Map();
  }

  load(file: string): object {
    const known = this.modules.get(file);
    if (known !== undefined) {
      return known.module.exports;
    }
    const loaded: Loaded = { module: { exports: {} }, imports: new Set() };
    this.modules.set(file, loaded);
    if (file.endsWith('.json')) {
      loaded.module.exports = JSON.parse(readFileSync(file, 'utf8'));
      return loaded.module.exports;
    }
    const packages = createRequire(file);
    const load = (request: string): unknown => {
      const substitute = this.substitutes[request];
      if (substitute !== undefined) {
        return substitute;
      }
      if (!request.startsWith('.')) {
        return packages(request);
      }
      const path = resolveFile(dirname(file), request);
      loaded.imports.add(path);
      return this.load(path);
    };
    this.wrapperOf(file)(loaded.module.exports, load, loaded.module, file, dirname(file));
    return loaded.module.exports;
  }

  /** The project's files that a loaded file needs, itself included. */
  reachedFrom(file: string, reached = new Set<string>()): ReadonlySet<string> {
    if (!reached.has(file)) {
      reached.add(file);
      for (const imported of this.modules.get(file)?.imports ?? []) {
        this.reachedFrom(imported, reached);
      }
    }
    return reached;
  }

  private wrapperOf(file: string): Wrapper {
    const known = this.wrappers.get(file);
    if (known !== undefined) {
      return known;
    }
    const source = this.replaced.get(file) ?? readFileSync(file, 'utf8');
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'es2022',
      sourcefile: file,
    });
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
      filename: file,
    });
    const wrapper = script.runInThisContext() as Wrapper;
    this.wrappers.set(file, wrapper);
    return wrapper;
  }
}

function resolveFile(folder: string, request: string): string {
  const path = resolve(folder, request);
  const candidates = [path, `${path}.ts`, join(path, 'index.ts')];
  const file = candidates.find((one) => existsSync(one) && statSync(one).isFile());
  if (file === undefined) {
    throw new Error(`${request} is not a file beside ${folder}`);
  }
  return file;
}
