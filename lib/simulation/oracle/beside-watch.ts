import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import type { LeadsTo } from '../../rehearsal/routers/route-setup';
import type { TimelineEntry } from '../../rehearsal/timeline/timeline-event';
import type { World } from '../../rehearsal/world/world';
import type { Violations } from '../violations';
import type { InvocationListener } from './invocations';

/** What the watch of records beside the route needs. */
interface BesideWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly violations: Violations;
}

/** A record of the route's name, of a type that no shift moves. */
interface Beside {
  readonly recordType: string;
  readonly leadsTo: LeadsTo;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Follows the records of other types at the name of the route. Their clients go where they lead, at any
 * percent, so that no more traffic may move while one stands there that the plan does not accept. At the last
 * percent nothing more moves, and only the proof at the end counts them.
 */
export class BesideWatch {
  private readonly added: Beside[];
  private readonly ownTypes: readonly string[] | null;
  /** The last shift that has begun, and when its first try did, in epoch milliseconds. */
  private shift = { of: '', beganAt: 0 };

  constructor(private readonly options: BesideWatchOptions) {
    const { world, plan } = options;
    this.ownTypes = recordRouteOf(plan.router)?.recordTypes ?? null;
    const { otherRecords = [] } = world.scenario.world;
    this.added = this.ownTypes === null ? [] : otherRecords.map((one) => ({ ...one, at: 0 }));
  }

  /** Takes an entry of the timeline. */
  entry(entry: TimelineEntry): void {
    const { world } = this.options;
    const fault = entry.kind === 'fault-began' ? world.scenario.faults[entry.index] : undefined;
    if (fault?.kind !== 'record-added' || fault.recordType === undefined || this.ownTypes === null) {
      return;
    }
    const { recordType, leadsTo } = fault;
    if (!this.ownTypes.includes(recordType)) {
      this.added.push({ recordType, leadsTo, at: world.clock.now() });
    }
  }

  /** Whether such a record keeps the evaluation of a soak from passing. */
  keepsFromPassing({ stage }: SoakState): boolean {
    return stage < this.options.plan.stages.length - 1 && this.unaccepted().length > 0;
  }

  /** A raise has landed. */
  raised(percent: number): void {
    const { violations } = this.options;
    // A try that was left behind may write after another one has begun.
    const known = this.unaccepted().filter(({ at }) => at < this.shift.beganAt);
    violations.require(
      known.length === 0,
      'whole-name-moves',
      `raised to ${percent} %, and ${known[0]?.recordType} records lead clients elsewhere`,
    );
  }

  /** The proof at the end counts what leads to the old path, whether the plan accepts it or not. */
  readonly invoked: InvocationListener = (task, payload) => {
    if (task === 'ShiftTraffic') {
      const { execution, stage } = payload as { readonly execution: string; readonly stage: number };
      const of = `${execution} ${stage}`;
      this.shift = of === this.shift.of ? this.shift : { of, beganAt: this.options.world.clock.now() };
    }
    const leading = this.added.filter(({ leadsTo }) => leadsTo !== 'new');
    if (task !== 'VerifyDecommission' || leading.length === 0) {
      return null;
    }
    return ({ output }) => {
      const { ready } = output as { readonly ready: boolean };
      const detail = `the old path can go, and ${leading[0]?.recordType} records lead elsewhere`;
      this.options.violations.require(!ready, 'old-path-goes-when-unused', detail);
    };
  };

  private unaccepted(): readonly Beside[] {
    return this.added.filter(({ recordType }) => !isAccepted(this.options.plan, recordType));
  }
}

/** Whether a plan accepts records of a type beside its route. */
export function isAccepted({ preflight: { accept } }: Plan, recordType: string): boolean {
  const isService = recordType === 'HTTPS' || recordType === 'SVCB';
  return accept.includes(isService ? 'https-record' : 'other-record-type');
}
