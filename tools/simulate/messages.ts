import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { type HookMutantName, hookMutants } from '../../lib/simulation/hooks/hook-mutants';
import type { MutantName } from '../../lib/simulation/mutants/registry';
import type { Batch } from './batches';
import type { RunTotals } from './totals';

/** Cutovers with their state machines, or deployment hooks. */
export type CaseKind = 'cutovers' | 'hooks';

/** Whether a planted bug is one of the hook. */
export function isHookMutant(mutant: string | undefined): mutant is HookMutantName {
  return mutant !== undefined && Object.hasOwn(hookMutants, mutant);
}

/** What all batches of a simulation have in common. */
export interface BatchSettings {
  readonly router?: RouterKind | undefined;
  readonly mutant?: MutantName | HookMutantName | undefined;
  /** Runs these cases alone. @default both */
  readonly only?: CaseKind | undefined;
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
