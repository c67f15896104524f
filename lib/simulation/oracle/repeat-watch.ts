import { routeKey } from '../../../lambdas/core/routers/route';
import type { BoundStep } from '../../rehearsal/aws/functions';
import type { World } from '../../rehearsal/world/world';
import type { StepWatch } from '../../rehearsal/world/world-functions';
import type { FunctionName } from '../../workflow/tasks';
import type { Violations } from '../violations';

/** Steps that only read, or whose answer is all that they do. */
const READERS: ReadonlySet<FunctionName> = new Set<FunctionName>([
  ...(['ValidatePlan', 'SmokeTest', 'CheckPropagation', 'EvaluateHealth', 'CheckRevert'] as const),
  ...(['CheckPreparation', 'CheckDeployment', 'VerifyDecommission', 'Reconcile', 'Operate'] as const),
  'ProbeNewPath',
]);

/** A revert that has moved a first shift back writes once more when it runs again, and says so. */
const TO_BE_SURE = 'revert-to-be-sure';

/**
 * Checks that a step that runs again on the same input, while nothing else has happened, leaves the world as
 * it was: the route, the ledger's entry, the decisions, the deployments and the executions. A run is judged
 * only when no other step ran at the same time, and nobody else changed the route.
 */
export class RepeatWatch {
  world: World | null = null;
  /** The world after each step, by its name and input. */
  private readonly after = new Map<string, string>();
  /** Runs of all steps that have begun so far. */
  private begun = 0;
  /** Those that have not ended. */
  private underWay = 0;

  constructor(private readonly violations: Violations) {}

  /** Watches the runs of a step, also where a bug was planted in it. */
  readonly step: StepWatch = (name, step) =>
    READERS.has(name)
      ? async (input) => (await this.runs(step, input)).output
      : async (input) => {
          const key = `${name} ${JSON.stringify(input)}`;
          const known = this.after.get(key);
          const isUnchanged = known !== undefined && known === (await this.digest());
          const { output, wasAlone } = await this.runs(step, input);
          const now = await this.digest();
          const holds = !isUnchanged || !wasAlone || now === known;
          this.violations.require(holds, 'steps-are-idempotent', `${name} ran twice`);
          if (wasAlone && !isWaiting(output)) {
            this.after.set(key, now);
          }
          return output;
        };

  /** Runs a step. @returns its output, and whether nothing else can have changed the world meanwhile */
  private async runs(step: BoundStep, input: unknown) {
    const wasIdle = this.underWay === 0 && !this.mayBeCorrupted();
    this.begun += 1;
    this.underWay += 1;
    const run = this.begun;
    try {
      const others = await this.changesByOthers();
      const output = await step(input);
      const wasAlone = wasIdle && this.begun === run && (await this.changesByOthers()) === others;
      return { output, wasAlone };
    } finally {
      this.underWay -= 1;
    }
  }

  /** Whether somebody corrupts the entry of the route, which then reads otherwise at any time. */
  private mayBeCorrupted(): boolean {
    return this.world?.scenario.faults.some(({ kind }) => kind === 'ledger-corrupted') === true;
  }

  /** Changes of the route by others, and commands, of which a step records those that cannot be read. */
  private async changesByOthers(): Promise<number> {
    const { world } = this;
    if (world === null) {
      return 0;
    }
    const entry = await world.ledger.read(routeKey(world.plan.router));
    const changes = world.split.history.filter(({ by }) => by === 'another');
    return changes.length + (entry?.commands.stored.length ?? 0);
  }

  private async digest(): Promise<string> {
    const { world } = this;
    if (world === null) {
      return '';
    }
    const route = routeKey(world.plan.router);
    const entry = await world.ledger.read(route);
    const decisions = await world.ledger.decisions(route);
    const { lock, snapshot, expected, prepared, deployment } = entry ?? {};
    return JSON.stringify([
      world.split.history.at(-1)?.all,
      ...[lock?.fence, lock?.execution, snapshot, expected, prepared, deployment?.id],
      decisions.filter(({ key }) => key !== TO_BE_SURE).map(({ key, what, reason }) => [key, what, reason]),
      world.codeDeploy.underWay().length,
      world.stateMachines.executions().length,
    ]);
  }
}

/** A step that waits has more to do, and does it when it runs again. */
function isWaiting(output: unknown): boolean {
  const { action, status, waitSeconds } = (output ?? {}) as Readonly<Record<string, unknown>>;
  return action === 'wait' || status === 'wait' || (action === 'moved' && waitSeconds !== 0);
}
