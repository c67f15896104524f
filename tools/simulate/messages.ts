import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import type { mutants } from '../../lib/simulation/mutants';
import type { Batch } from './batches';
import type { Totals } from './totals';

/** What all batches of a simulation have in common. */
export interface WorkerSettings {
  readonly router?: RouterKind | undefined;
  readonly mutant?: keyof typeof mutants | undefined;
  readonly shrink: boolean;
  readonly slowest: number;
}

/** What a worker is sent. */
export interface WorkerRequest extends WorkerSettings {
  readonly batch: Batch;
}

/** What a worker answers: the runs so far, then what the batch gave, or that it could not be run. */
export type WorkerAnswer =
  | { readonly done: number }
  | { readonly totals: Totals }
  | { readonly failure: string };
