import type { PathWeights } from '../../../../lambdas/core/routers/direct-weights';
import type { Router } from '../../../../lambdas/core/routers/router-schema';
import type { Clock, DirectRouter } from '../../../../lambdas/ports';

/** What the revert reads and writes. */
export interface DirectRevertPorts {
  readonly router: DirectRouter;
  readonly clock: Clock;
  readonly progress: (line: string) => void;
}

/** What to write, and for how long to wait for it. */
export interface DirectRevertOrder {
  readonly router: Router;
  readonly weights: PathWeights;
  readonly dryRun: boolean;
  /** Seconds until the change must have propagated; null to end once it is accepted. */
  readonly waitSeconds: number | null;
}
