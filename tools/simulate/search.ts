import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, batchesOf } from './batches';
import type { Options } from './options';
import {
  describeCoverage,
  describeFound,
  describeTotals,
  foundText,
  missingIn,
  perCpuSecond,
} from './report';
import { askedFor, isDone, readState, type SavedState, withDone, writeState } from './saved-state';
import { type FoundCase, NOTHING, type RunTotals, sumOf } from './totals';
import { runInWorkers } from './workers';

const PROGRESS_EVERY_MS = 5_000;

/** Writes to standard output and to standard error. */
export interface Streams {
  readonly print: (text: string) => void;
  readonly report: (text: string) => void;
}

/**
 * Runs random cases, all or those that a state has not yet.
 * @returns whether any violated an invariant, those of the state included, or the coverage lacks something
 */
export async function searchCases(options: Options, { print, report }: Streams): Promise<boolean> {
  const { runs, seed, shard, workers, slowest, stopAfter } = options;
  const file = options.state;
  let state: SavedState =
    file === undefined ? { asked: {}, done: [], totals: NOTHING } : readState(file, askedFor(options));
  const all = batchesOf(runs, seed, shard);
  const left = all.filter(({ index }) => !isDone(state, index));
  const progress = new Progress(sumOfRuns(all), state.totals.runs, report);
  let foundNow = 0;
  await runInWorkers(left, {
    count: workers,
    settings: {
      ...{ router: options.router, mutant: options.mutant, only: options.only },
      ...{ shrink: options.shrink, slowest },
    },
    progress: (batch, done) => progress.at(batch, done, state.totals),
    ended: ({ index }, totals) => {
      progress.ended(index, totals.runs);
      state = { ...state, done: withDone(state.done, index), totals: sumOf(state.totals, totals, slowest) };
      if (file !== undefined) {
        writeState(file, state);
      }
      for (const one of totals.found) {
        const saved = save(options, `${one.found.violates[0]}-${one.seed}-${one.run}`, one.found);
        print(describeFound(one, saved, options));
      }
      foundNow += totals.found.length;
      return foundNow < stopAfter;
    },
  });
  print(describeTotals(state.totals, options));
  const missing = options.coverage ? missingIn(state.totals, options) : [];
  if (options.coverage) {
    print(describeCoverage(state.totals, missing));
  }
  for (const [i, { cpuMs, slow }] of state.totals.slowest.entries()) {
    print(`${Math.round(cpuMs)} ms: ${save(options, `slowest-${i + 1}`, slow)}\n`);
  }
  if (foundNow > 0 && file !== undefined && state.totals.runs < sumOfRuns(all)) {
    print('Run the same command again to go on.\n');
  }
  return state.totals.found.length > 0 || missing.length > 0;
}

function sumOfRuns(batches: readonly Batch[]): number {
  return batches.reduce((sum, { runs }) => sum + runs, 0);
}

/** @returns the file */
function save({ save: folder }: Options, name: string, one: FoundCase['found']): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, foundText(one));
  return file;
}

/** Says from time to time how many runs have been made. */
class Progress {
  private readonly running = new Map<number, number>();
  private reportedAt = Date.now();

  constructor(
    private readonly runs: number,
    private doneRuns: number,
    private readonly report: (text: string) => void,
  ) {}

  at({ index }: Batch, done: number, totals: RunTotals): void {
    this.running.set(index, done);
    if (Date.now() - this.reportedAt < PROGRESS_EVERY_MS) {
      return;
    }
    this.reportedAt = Date.now();
    const now = [...this.running.values()].reduce((sum, count) => sum + count, this.doneRuns);
    const speed = totals.runs === 0 ? '' : `, ${perCpuSecond(totals)} a second of processor time`;
    this.report(`${now} of ${this.runs} runs${speed}\n`);
  }

  ended(index: number, runs: number): void {
    this.running.delete(index);
    this.doneRuns += runs;
  }
}
