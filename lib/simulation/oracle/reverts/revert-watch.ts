import type { Revert } from '../../../../lambdas/steps/revert-traffic';
import type { World } from '../../../rehearsal/world/world';
import type { CutoverWatch } from '../../cutover-watch';
import type { LockWatch } from '../../lock-watch';
import { SKEW_MS } from '../../reference/bounds';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';
import type { InvocationListener } from '../invocations';
import { canKnowEffect } from '../route-truth';

/** What the watch of reverts needs. */
export interface RevertWatchOptions {
  readonly world: World;
  readonly lock: LockWatch;
  readonly disturbances: Disturbances;
  readonly cutover: (execution: string) => CutoverWatch;
  readonly violations: Violations;
}

/**
 * Follows what each run of the step that moves traffic back does: it moves first, and waits for a shift that
 * may be on its way only then; and it reads the route once more when no shift can arrive any more.
 */
export class RevertWatch {
  /** When the last lease of a shift ends, by the execution of its cutover; epoch milliseconds. */
  private readonly leaseUntil = new Map<string, number>();
  /** When a revert has last read the route of a cutover, in epoch milliseconds. */
  private readonly readAt = new Map<string, number>();

  constructor(private readonly options: RevertWatchOptions) {
    const { ledger } = options.world;
    const { beginShift, saveExpected } = ledger;
    ledger.beginShift = async (...args) => {
      const begun = await beginShift(...args);
      const [, , { until, percent }] = args;
      const { owner } = options.lock;
      if (begun && percent !== null && owner !== null) {
        this.leaseUntil.set(owner.execution, Date.parse(until));
      }
      return begun;
    };
    ledger.saveExpected = async (...args) => {
      await saveExpected(...args);
      const execution = options.lock.owner?.execution ?? '';
      if (args[2].percent === options.cutover(execution).startPercent) {
        // It has landed, and has moved no traffic.
        this.leaseUntil.delete(execution);
      }
    };
  }

  /** A revert runs. */
  readonly invoked: InvocationListener = (task, payload) => {
    if (task !== 'RevertTraffic') {
      return null;
    }
    const { execution } = payload as { readonly execution: string };
    const from = this.options.world.clock.now();
    return ({ output }) => {
      this.readAt.set(execution, this.options.world.clock.now());
      const { action } = output as Revert;
      if (action === 'wait') {
        this.waits(execution, from);
      }
    };
  };

  /** A revert has released the route. */
  released({ execution }: CutoverWatch): void {
    const { violations } = this.options;
    const leaseUntil = this.leaseUntil.get(execution) ?? 0;
    const early = (leaseUntil - (this.readAt.get(execution) ?? 0)) / 1_000;
    violations.require(
      1_000 * early <= SKEW_MS || this.isForeign(execution),
      'reads-again-after-the-last-shift',
      `a revert has released the route, and has read it last ${early} s before a shift could not land`,
    );
  }

  /** Only a route that is back may be waited for; it may have become so, or not, during the run. */
  private waits(execution: string, from: number): void {
    const { world, violations, disturbances, cutover } = this.options;
    const { history } = world.split;
    const start = cutover(execution).startPercent ?? history[0]?.percent;
    const first = history.findLastIndex(({ at }) => at <= from);
    const wasBack = history.slice(Math.max(0, first)).some(({ percent }) => percent === start);
    const mayNotKnow = !canKnowEffect(world.plan, disturbances, history.at(-1)?.at ?? 0);
    violations.require(
      wasBack || mayNotKnow || this.isForeign(execution),
      'reverts-before-it-waits',
      `a revert waits for a shift that may be on its way, with the route at ${world.split.percent()} %`,
    );
  }

  private isForeign(execution: string): boolean {
    const { world, cutover } = this.options;
    const { startedAt } = cutover(execution);
    return world.split.history.some(({ by, at }) => by === 'another' && at >= startedAt);
  }
}
