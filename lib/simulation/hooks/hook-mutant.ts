import type { HookInvariantId } from './hook-invariants';
import type { HookTamper } from './run-hook';

/** A bug, and the invariant that it violates. */
export interface HookMutant {
  readonly violates: HookInvariantId;
  readonly tamper: HookTamper;
}
