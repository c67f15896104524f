import { routeKey } from '../../../lambdas/core/routers/route';
import type { OperatorCommand } from '../../../lambdas/ports';
import { FORWARD_ARN, REVERT_ARN } from '../deployed-machines';
import type { EventSink, World } from './world';

/** What people do in the middle of a cutover. They mean the first cutover that runs, or else the last one. */
export class OperatorActions {
  constructor(
    private readonly world: World,
    private readonly tell: EventSink,
  ) {}

  /** An operator's word to the cutover, through the ledger. */
  say(kind: OperatorCommand['kind'], reason: string): void {
    const { world } = this;
    const execution = world.forward();
    if (execution !== null) {
      const at = new Date(world.clock.now()).toISOString();
      void world.ledger
        .sendCommand(routeKey(world.plan.router), execution, { kind, by: 'operator', at, reason })
        .catch((error: Error) => this.tell('operator not heard', error.message));
    }
  }

  /** The revert machine is started for the cutover, beside the cutover's own revert. */
  startRevert(): void {
    const { stateMachines, plan } = this.world;
    const input = {
      execution: this.world.forward(),
      route: routeKey(plan.router),
      failure: { Cause: 'started by an operator' },
    };
    stateMachines.start(REVERT_ARN, `by-hand-${stateMachines.executions().length}`, input);
  }

  /** Another execution takes the route. */
  lockByAnother(): void {
    const { ledger, plan, clock } = this.world;
    void ledger.acquire(routeKey(plan.router), plan.router, {
      execution: `${FORWARD_ARN.replace(':stateMachine:', ':execution:')}:another`,
      planName: 'another',
      acquiredAt: new Date(clock.now()).toISOString(),
    });
  }

  /** "Stop execution" in the console. */
  stop(): void {
    this.execution()?.stop('StoppedByOperator', 'stopped in the console');
  }

  /** "Redrive" in the console. Step Functions refuses it for an execution that runs, or has succeeded. */
  redrive(): void {
    const arn = this.world.forward();
    const refused = arn === null ? 'there is no execution' : this.world.stateMachines.redrive(arn);
    if (refused !== null) {
      this.tell('redrive refused', refused);
    }
  }

  private execution() {
    const arn = this.world.forward();
    return arn === null ? undefined : this.world.stateMachines.execution(arn)?.execution;
  }
}
