import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { instrument } from './instrument';
import { changedSince, ProjectFiles } from './project-files';
import { reportOf } from './report';
import { type FileResult, KnownResults, resultKey } from './results';
import { type MutationScope, scopeOf, scopes } from './scopes';
import { type TriedMutant, tryMutants } from './try-mutants';
import { acceptedByTypes } from './type-check';
import { WorkerProcess } from './worker-process';

interface Options {
  readonly changed?: string | true;
  readonly again?: true;
  readonly workers: number;
}

const wholeNumber = (value: string): number => {
  if (!/^[1-9]\d?$/.test(value)) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 99.');
  }
  return Number(value);
};

const command = new Command('mutate')
  .description(
    'changes the code in one place at a time and runs the tests that reach it: a change that no test ' +
      'catches is a hole in the tests',
  )
  .argument('[paths...]', 'files or folders to judge (default: all scopes)')
  .option('--changed [commit]', 'only files that differ from a commit (default: HEAD), or whose tests do')
  .option('--again', 'try files again whose results are known')
  .option('--workers <n>', 'parallel processes', wholeNumber, 1)
  .parse();

/** The sources to judge, in the order of the scopes. */
function chosenFiles(files: ProjectFiles, paths: readonly string[], { changed }: Options): string[] {
  const all = scopes.flatMap(({ sources }) => files.below(sources, 'sources'));
  const isChosen = (file: string) =>
    paths.length === 0 ||
    paths.some((path) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`));
  const chosen = all.filter(isChosen);
  if (changed === undefined) {
    return chosen;
  }
  const differing = changedSince(changed === true ? 'HEAD' : changed);
  const tested = [...differing].filter((file) => file.endsWith('.test.ts'));
  const wanted = new Set([...differing, ...tested.flatMap((file) => files.importsOf(file))]);
  return chosen.filter((file) => wanted.has(file));
}

/** Tries the mutants of files of one scope and saves each file's result as soon as it is known. */
async function tryFiles(
  scope: MutationScope,
  names: readonly string[],
  reaching: (file: string) => readonly string[],
  workers: number,
  save: (file: string, tried: readonly TriedMutant[]) => void,
): Promise<void> {
  const instrumented = await instrument(names);
  const folder = mkdtempSync(join(tmpdir(), 'cutover-mutate-'));
  const prepared = join(folder, 'instrumented.json');
  writeFileSync(prepared, JSON.stringify(instrumented.map(({ file, code }) => [resolve(file), code])));
  const testFiles = [...new Set(names.flatMap(reaching))].map((file) => resolve(file));
  const processes = Array.from({ length: workers }, () => new WorkerProcess({ prepared, testFiles }));
  try {
    const dryRun = await (processes[0] as WorkerProcess).dryRun();
    if (dryRun.failure !== null) {
      throw new Error(`without a mutant, a test of ${scope.name} fails: ${dryRun.failure}`);
    }
    const queue = [...instrumented];
    const work = async (worker: WorkerProcess) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { file, mutants } = next;
        save(file, await tryMutants(worker, mutants, dryRun, new Set(reaching(file))));
      }
    };
    await Promise.all(processes.map(work));
  } finally {
    for (const one of processes) {
      one.stop();
    }
    rmSync(folder, { recursive: true });
  }
}

const hasSurvived = ({ status }: TriedMutant) => status === 'survived' || status === 'not reached';

/** Asks the compiler about the survivors that it has not seen, and saves what it says. */
function checkTypes(files: ProjectFiles, known: KnownResults, results: Map<string, FileResult>): void {
  const unknown = [...results].flatMap(([file, { survivors }]) =>
    survivors.filter(({ compiles }) => compiles === undefined).map((survivor) => ({ file, survivor })),
  );
  const accepted = new Set(acceptedByTypes(files, unknown).map(({ survivor }) => survivor));
  for (const file of new Set(unknown.map((one) => one.file))) {
    const result = results.get(file) as FileResult;
    const survivors = result.survivors.map((survivor) => ({
      ...survivor,
      compiles: survivor.compiles ?? accepted.has(survivor),
    }));
    results.set(file, { ...result, survivors });
    known.save(file, { ...result, survivors });
  }
}

async function main(): Promise<number> {
  const options = command.opts<Options>();
  const files = new ProjectFiles();
  const known = new KnownResults();
  const results = new Map<string, FileResult>();
  const chosen = chosenFiles(files, command.args, options);
  if (chosen.length === 0) {
    process.stdout.write('no file of the scopes to judge\n');
    return 0;
  }
  for (const scope of scopes) {
    const tests = scope.tests
      .flatMap((folder) => files.below(folder, 'tests'))
      .filter((file) => scope.without?.includes(file) !== true);
    const reached = new Map(tests.map((test) => [test, files.reachedFrom(test)]));
    const reaching = (file: string) => tests.filter((test) => reached.get(test)?.has(file));
    const mine = chosen.filter((file) => scopeOf(file) === scope);
    const keys = new Map(mine.map((file) => [file, resultKey(files, file, reaching(file))]));
    const open = mine.filter((file) => {
      const result = options.again ? null : known.get(file, keys.get(file) as string);
      if (result !== null) {
        results.set(file, result);
      }
      return result === null;
    });
    const save = (file: string, tried: readonly TriedMutant[]) => {
      const survivors = tried.filter(hasSurvived).map(({ status, mutant }) => {
        const { line, lineText, original, replacement, mutator } = mutant;
        return { line, lineText, original, replacement, mutator, reached: status !== 'not reached' };
      });
      const result = { key: keys.get(file) as string, mutants: tried.length, survivors };
      known.save(file, result);
      results.set(file, result);
      process.stderr.write(`${file}: ${tried.length} mutants, ${survivors.length} survived\n`);
    };
    if (open.length > 0) {
      await tryFiles(scope, open, reaching, options.workers, save);
    }
  }
  checkTypes(files, known, results);
  const { text, passes } = reportOf(results);
  process.stdout.write(text);
  return passes ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
