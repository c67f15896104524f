import type { Plan } from '../../lambdas/core/plan/plan';
import type { TraceEvent } from '../rehearsal/asl/execution';
import type { RehearsalResult } from '../rehearsal/result';
import type { TimelineEntry } from '../rehearsal/timeline/timeline-event';
import { FORWARD_EXECUTION } from '../rehearsal/world/cutovers';
import { START, type World } from '../rehearsal/world/world';
import { CommandWatch } from './command-watch';
import { CutoverWatch } from './cutover-watch';
import { watchGuards } from './guard-watch';
import type { Violation } from './invariants';
import { LockWatch } from './lock-watch';
import { watchLead } from './oracle/before-traffic/lead-watch';
import { ReadinessWatch } from './oracle/before-traffic/readiness-watch';
import { BesideWatch } from './oracle/beside-watch';
import { CorruptEntryWatch } from './oracle/corrupt-entry-watch';
import { watchDeployments } from './oracle/deployment-watch';
import { Disturbances } from './oracle/disturbances';
import { FailedCalls } from './oracle/failed-calls';
import { GateWatch } from './oracle/gates/gate-watch';
import { HealthWatch } from './oracle/health-watch';
import { watchInvocations } from './oracle/invocations';
import { watchPlaces } from './oracle/places-watch';
import { ProbeWatch } from './oracle/probe-watch';
import { watchProof } from './oracle/proof/proof-watch';
import { watchRemaining } from './oracle/proof/remaining-watch';
import { watchRequests } from './oracle/requests/request-watch';
import { watchFailures } from './oracle/reverts/failure-watch';
import { watchLateness } from './oracle/reverts/lateness-watch';
import { LeaseWatch } from './oracle/reverts/lease-watch';
import { watchLeftLocks } from './oracle/reverts/left-lock-watch';
import { watchReasons } from './oracle/reverts/reasons-watch';
import { ReturnWatch } from './oracle/reverts/return-watch';
import { RevertWatch } from './oracle/reverts/revert-watch';
import { RouteChanges } from './oracle/route-changes';
import { RouteWatch } from './oracle/route-watch';
import { watchEvaluationPace } from './oracle/soaks/evaluation-pace-watch';
import { checkEnd } from './outcome-invariants';
import { Violations } from './violations';

/**
 * Checks the invariants of the cutovers of a rehearsal after every event, from outside: it reads the state of
 * the world itself, and uses nothing of the code that it checks. All cutovers have the stages of the plan.
 */
export class InvariantChecker {
  /** By the ARN of the execution. */
  private readonly cutovers = new Map<string, CutoverWatch>();
  private readonly lock: LockWatch;
  private readonly commands: CommandWatch;
  private readonly returns: ReturnWatch;
  private readonly reverts: RevertWatch;
  private readonly route: RouteWatch;
  private readonly changes: RouteChanges;
  private readonly disturbances: Disturbances;
  private readonly beside: BesideWatch;
  private readonly corruptEntry: CorruptEntryWatch;

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
    private readonly found = new Violations(),
  ) {
    world.clock.afterEvent = () => {
      this.changes.check();
      this.returns.check();
    };
    this.lock = new LockWatch({
      ledger: world.ledger,
      now: () => world.clock.now(),
      current: () => null,
      released: ({ execution }, _, wasReverting) => {
        this.route.released(this.of(execution), wasReverting);
        if (wasReverting) {
          this.reverts.released(this.of(execution));
        }
      },
      acquired: ({ execution }, before) => this.acquired(execution, before),
    });
    const { lock, found: violations } = this;
    this.disturbances = new Disturbances(world.scenario);
    this.corruptEntry = new CorruptEntryWatch(world, this.disturbances, violations);
    const { disturbances, corruptEntry } = this;
    const cutover = (execution: string) => this.of(execution);
    const owner = () => lock.owner?.execution ?? null;
    const aborted = (execution: string) => this.returns.aborted(execution);
    const isReleasing = (execution: string) => this.cutovers.get(execution)?.hasComeToRelease === true;
    this.commands = new CommandWatch({ world, plan, owner, aborted, violations });
    watchRequests({ world, lock, commands: this.commands, disturbances, isReleasing, violations });
    this.returns = new ReturnWatch({ world, lock, disturbances, corruptEntry, cutover, violations });
    this.reverts = new RevertWatch({ world, lock, disturbances, cutover, violations });
    this.route = new RouteWatch({ world, plan, lock, disturbances, violations });
    this.beside = new BesideWatch({ world, plan, violations });
    const { commands, route, beside } = this;
    const failedCalls = new FailedCalls(world);
    const leases = new LeaseWatch(world, lock);
    const watched = {
      world,
      plan,
      lock,
      leases,
      commands,
      disturbances,
      ...{ beside, corruptEntry },
      cutover,
      failedCalls,
      violations,
    };
    const probes = new ProbeWatch(world, plan, violations);
    const gates = new GateWatch(watched);
    const health = new HealthWatch({ ...watched, probes, gates });
    const readiness = new ReadinessWatch(watched);
    this.changes = new RouteChanges({ ...watched, route, gates, readiness });
    watchInvocations(world, [
      ...[
        gates.invoked,
        probes.invoked,
        health.invoked,
        readiness.invoked,
        beside.invoked,
        this.reverts.invoked,
      ],
      ...[watchRemaining(watched), watchDeployments(watched), watchProof(watched), watchLead(watched)],
      ...[
        watchLateness(watched),
        watchLeftLocks(watched),
        corruptEntry.invoked,
        watchEvaluationPace(watched),
        watchPlaces(watched),
      ],
    ]);
    watchGuards(watched);
    watchFailures(watched);
    watchReasons(watched);
  }

  /** Takes an entry of the timeline. */
  entry(entry: TimelineEntry): void {
    this.disturbances.entry(entry);
    this.beside.entry(entry);
  }

  get violations(): readonly Violation[] {
    return this.found.found;
  }

  /** Changes of someone else that could not be seen before they were overwritten. */
  get windows(): number {
    return this.changes.unavoidable.size;
  }

  /** Follows the machines. */
  trace(machine: 'cutover' | 'revert', event: TraceEvent, executionArn: string): void {
    this.returns.trace(machine, event, executionArn);
    const cutover = machine === 'cutover' ? executionArn : this.revertedBy(executionArn);
    if (cutover.startsWith(FORWARD_EXECUTION)) {
      this.of(cutover).trace(machine, event);
    }
  }

  /** Checks what can only be checked at the end. */
  async finish(result: RehearsalResult): Promise<void> {
    this.changes.check();
    const { world, plan, lock, corruptEntry, found: violations } = this;
    const cutovers = [...this.cutovers.values()];
    const { lastOwner } = lock;
    const isAborted = (execution: string) => this.commands.asked(execution).isAborted;
    const isHeldUp = () => this.disturbances.calmSince() >= START;
    await checkEnd({
      world,
      plan,
      result,
      cutovers,
      lastOwner,
      isAborted,
      isHeldUp,
      corruptEntry,
      violations,
    });
  }

  /** The cutover that an execution of the revert machine says that it reverts. */
  private revertedBy(executionArn: string): string {
    const input = this.world.stateMachines.execution(executionArn)?.input;
    return String((input as { execution?: unknown } | undefined)?.execution);
  }

  private of(execution: string): CutoverWatch {
    const { world, plan, found: violations } = this;
    const known = this.cutovers.get(execution);
    const cutover = known ?? new CutoverWatch({ world, plan, execution, violations });
    this.cutovers.set(execution, cutover);
    return cutover;
  }

  private acquired(execution: string, before: string | null): void {
    if (before === null || before === execution || !before.startsWith(FORWARD_EXECUTION)) {
      return;
    }
    const hasSucceeded = this.world.stateMachines.execution(before)?.end?.status === 'SUCCEEDED';
    this.found.require(
      this.cutovers.get(before)?.hasComeToRelease !== false || hasSucceeded,
      'one-cutover-per-route',
      'a cutover acquired the lock before the one that held it had ended',
    );
  }
}
