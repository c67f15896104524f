import type { OperateAnswer } from '../../../lambdas/core/operate/operate-answer';
import { routeKey } from '../../../lambdas/core/routers/route';
import type { TraceEvent } from '../../rehearsal/asl/execution';
import { arnOfPrincipal } from '../../rehearsal/faults/principal';
import { FORWARD_EXECUTION } from '../../rehearsal/world/cutovers';
import type { World } from '../../rehearsal/world/world';
import type { CommandSender, CutoverSource, ExecutionRecord, StateEvent } from '../source';

/** The simulated deployment of a rehearsal, as a source of cutovers and a receiver of commands. */
export class RehearsedDeployment {
  private readonly events = new Map<string, StateEvent[]>();
  private readonly endedAt = new Map<string, number>();

  /** @param now the time in the simulated world, in epoch milliseconds */
  constructor(
    private readonly world: World,
    private readonly now: () => number = () => world.clock.now(),
  ) {}

  /** Takes what a machine does; see `Observer.trace`. */
  trace(event: TraceEvent, execution: string): void {
    const at = this.world.clock.now();
    const events = this.events.get(execution) ?? [];
    this.events.set(execution, events);
    if (event.kind === 'entered') {
      events.push({ at, kind: 'entered', state: event.state });
    } else if (event.kind === 'left') {
      events.push({ at, kind: 'left', state: event.state, result: event.result });
    }
  }

  /** Notes which executions have ended since the last call. Call it often: an end has no event of its own. */
  noteEnds(): void {
    for (const { arn } of this.world.stateMachines.executions()) {
      if (!this.endedAt.has(arn) && this.world.stateMachines.execution(arn)?.end !== null) {
        this.endedAt.set(arn, this.world.clock.now());
      }
    }
  }

  /** Where cutovers of this world are looked up. */
  source(): CutoverSource {
    const { world, now } = this;
    const { ledger, plan, stateMachines } = world;
    const record = (arn: string): ExecutionRecord | null => this.recordOf(arn);
    return {
      routes: [routeKey(plan.router)],
      now,
      executions: async (most) =>
        stateMachines
          .executions()
          .map(({ arn }) => arn)
          .filter((arn) => arn.startsWith(FORWARD_EXECUTION))
          .reverse()
          .slice(0, most)
          .flatMap((arn) => record(arn) ?? []),
      execution: async (arn) => record(arn),
      latestEvents: async (arn) => (this.events.get(arn) ?? []).slice(-200).reverse(),
      entry: (route) => ledger.read(route),
      decisions: (route) => ledger.decisions(route),
      commands: (route, execution) => ledger.commands(route, execution),
      starter: (route, execution) => ledger.starter(route, execution),
    };
  }

  /**
   * Sends requests to the simulated function `Operate`, in the name of an IAM user of the account.
   * @param user the user's name
   */
  sender(user: string): CommandSender {
    const iam = { userArn: arnOfPrincipal(user) };
    return async (request) => {
      const event = { body: JSON.stringify(request), requestContext: { authorizer: { iam } } };
      return (await this.world.functions.invoke('Operate', event)) as OperateAnswer;
    };
  }

  private recordOf(arn: string): ExecutionRecord | null {
    const started = this.world.stateMachines.execution(arn);
    const [first] = this.events.get(arn) ?? [];
    if (started === undefined) {
      return null;
    }
    this.noteEnds();
    const { end, input } = started;
    return {
      arn,
      name: arn.slice(arn.lastIndexOf(':') + 1),
      status: end?.status ?? 'RUNNING',
      startedAt: first?.at ?? this.world.clock.now(),
      endedAt: end === null ? null : (this.endedAt.get(arn) ?? null),
      input,
      output: end?.output ?? null,
      error: end?.error ?? null,
      cause: end?.cause ?? null,
    };
  }
}
