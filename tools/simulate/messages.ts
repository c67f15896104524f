import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import type { mutants } from '../../lib/simulation/mutants/registry';
import type { Batch } from './batches';
import type { RunTotals } from './totals';

/** What all batches of a simulation have in common. */
export interface BatchSettings {
  readonly router?: RouterKind | undefined;
  readonly mutant?: keyof typeof mutants | undefined;
  readonly shrink: boolean;
  readonly slowest: number;
}

/** What a worker is sent. */
export interface BatchRequest extends BatchSettings {
  readonly batch: Batch;
}

/** What a worker answers: the runs so far, then what the batch gave, or that it could not be run. */
export type BatchAnswer =
  | { readonly done: number }
  | { readonly totals: RunTotals }
  | { readonly failure: string };
