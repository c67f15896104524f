import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect } from 'expect';
import fc from 'fast-check';
import type {
  DryRun,
  MeasuredTest,
  Trial,
  TrialResult,
  WorkerAnswer,
  WorkerRequest,
  WorkerSettings,
} from './messages';
import { ModuleLoader } from './module-loader';
import { TestRun } from './run-tests';
import { type RegisteredTest, TestRegistry } from './test-registry';

/** What the instrumented code reads and writes. Its names are those of StrykerJS. */
interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

const DRY_RUN_LIMIT_MS = 120_000;
/** Longest time of a test with a mutant. Tests do not sleep, so only a wait for ever reaches it. */
const TRIAL_LIMIT_MS = 5_000;

const state: Switch = {};
Object.assign(globalThis, { __stryker__: state });

/** The same cases in each run, and no search for the smallest one: any failure catches the mutant. */
fc.configureGlobal({ seed: 1, endOnFailure: true });

const settings = JSON.parse(process.env.MUTATE ?? '{}') as WorkerSettings;
const registry = new TestRegistry();
const loader = new ModuleLoader(new Map(JSON.parse(readFileSync(settings.prepared, 'utf8'))), {
  '@jest/globals': { ...registry.api, expect },
});

let tests: ReadonlyMap<string, RegisteredTest> = new Map();

function loadTests(files: readonly string[]): RegisteredTest[] {
  return files.flatMap((file) => [
    ...registry.collect(relative(process.cwd(), file), () => void loader.load(file)),
  ]);
}

function loadAll(): void {
  loader.forget();
  tests = new Map(loadTests(settings.testFiles).map((test) => [test.id, test]));
}

async function dryRun(): Promise<DryRun> {
  loadAll();
  isStale = false;
  const atLoad = Object.keys(state.mutantCoverage?.static ?? {});
  const measured: MeasuredTest[] = [];
  for (const test of tests.values()) {
    state.currentTestId = test.id;
    const start = performance.now();
    const failure = await new TestRun().firstFailure([test], DRY_RUN_LIMIT_MS);
    if (failure !== null) {
      const text = `${test.file}: ${test.name}: ${failure.message}`;
      return { failure: text, tests: [], atLoad: [] };
    }
    const { id, file, name } = test;
    const path = settings.testFiles.find((one) => relative(process.cwd(), one) === file) as string;
    measured.push({
      ...{ id, file, name },
      ms: performance.now() - start,
      hits: state.mutantCoverage?.perTest[id] ?? {},
      reached: loader.reachedFrom(path).size,
    });
  }
  state.currentTestId = undefined;
  return { failure: null, tests: measured, atLoad };
}

/** Whether the modules must be loaded again: nothing is loaded, or it still has what a mutant computed. */
let isStale = true;

async function tryMutant({ mutant, tests: ids, reload, hitLimit }: Trial): Promise<TrialResult> {
  state.activeMutant = undefined;
  state.mutantCoverage = { static: {}, perTest: {} };
  if (isStale && !reload) {
    loadAll();
    isStale = false;
  }
  Object.assign(state, { activeMutant: mutant, hitCount: 0, hitLimit });
  try {
    return reload ? await tryAtLoad(ids) : await tryTests(ids.flatMap((id) => tests.get(id) ?? []));
  } finally {
    state.activeMutant = undefined;
  }
}

async function tryTests(chosen: readonly RegisteredTest[]): Promise<TrialResult> {
  const alive = () => void answer({ alive: true });
  const failure = await new TestRun(alive).firstFailure(chosen, TRIAL_LIMIT_MS);
  if (failure === null) {
    return { status: 'survived', test: null };
  }
  const { kind, test } = failure;
  return { status: kind === 'failed' ? 'caught' : kind, test };
}

/** Loads one test file after the other, so that most mutants need only the first. */
async function tryAtLoad(ids: readonly string[]): Promise<TrialResult> {
  isStale = true;
  loader.forget();
  const files = new Set(ids.map((id) => id.slice(0, id.lastIndexOf('#'))));
  for (const file of files) {
    const path = settings.testFiles.find((one) => relative(process.cwd(), one) === file) as string;
    let loaded: RegisteredTest[];
    try {
      loaded = loadTests([path]);
    } catch {
      return { status: 'caught', test: `${file}#` };
    }
    const byId = new Map(loaded.map((test) => [test.id, test]));
    const mine = ids.filter((id) => id.startsWith(`${file}#`));
    // A table of cases that a mutant shortens has fewer tests than before.
    const chosen = mine.flatMap((id) => byId.get(id) ?? []);
    const result = await tryTests(chosen);
    if (result.status !== 'survived') {
      return result;
    }
  }
  return { status: 'survived', test: null };
}

const answer = (value: WorkerAnswer) => process.send?.(value);

process.on('message', (request: WorkerRequest) => {
  void ('dryRun' in request
    ? dryRun().then((result) => answer({ dryRun: result }))
    : tryMutant(request.trial).then((result) => answer({ result })));
});
// A promise that a mutant leaves rejected must not end the worker.
process.on('unhandledRejection', () => undefined);
