import type { HookOutcome } from '../../core/deployment-hook/hook-answer';
import type { HookContract } from '../../core/deployment-hook/hook-event';
import type { HookPlan } from '../../core/deployment-hook/hook-plan';
import {
  allHealthy,
  type Found,
  newTargetGroup,
  placeOf,
  type TestPlace,
  testListenerOf,
} from '../../core/deployment-hook/hook-route';
import { stageProblem } from '../../core/deployment-hook/hook-stage';
import { shorten } from '../../core/health/verdict';
import { ServiceBusyError } from '../../core/shared/errors';
import { describeError } from '../../core/shared/failure';
import type { DeploymentReading, ListenerReading } from '../../core/shared/readings';
import type { Clock, HttpProbe, Listeners, SecretSource, TargetHealth } from '../../ports';
import { runChecks } from './run-checks';

/** What the new tasks are tested through, and the plan of the tests. */
export interface NewTaskPorts {
  readonly plan: HookPlan;
  readonly listeners: Listeners;
  readonly targets: TargetHealth;
  /** A probe that connects to this address only. */
  /** Where the values are that the plan's checks refer to. */
  readonly secrets: SecretSource;
  readonly probeTo: (place: TestPlace) => HttpProbe;
  readonly clock: Clock;
}

/** The time that is left for a test. */
export interface TestDeadline {
  /** Epoch milliseconds at which the outcome must be known. */
  readonly endMs: number;
}

/**
 * Tests the new tasks of a deployment once: finds where its test traffic goes, waits for all of them to be
 * healthy, and runs the checks. Never throws, and ends in time whatever hangs: an unexpected error is a
 * failure with its reason, except that a busy service may be called again.
 * @param read reads the deployment; null when it does not exist
 */
export async function testNewTasks(
  ports: NewTaskPorts,
  contract: HookContract,
  read: () => Promise<DeploymentReading | null>,
  { endMs }: TestDeadline,
): Promise<HookOutcome> {
  const { clock } = ports;
  let stage: string | null = null;
  const end = (verdict: HookOutcome['verdict'], reason: string): HookOutcome => {
    return { verdict, reason: shorten(reason), stage, checks: [] };
  };
  const test = async (): Promise<HookOutcome> => {
    const reading = await read();
    if (reading === null) {
      return end('fail', 'the deployment does not exist');
    }
    stage = reading.stage;
    const misplaced = stageProblem(contract, stage);
    if (misplaced !== null) {
      return end('fail', misplaced);
    }
    const found = await findPlace(ports, reading);
    if (found.state !== 'ready') {
      return end(found.state === 'waiting' ? 'wait' : 'fail', found.reason);
    }
    const seconds = Math.min(ports.plan.deadlineSeconds, Math.floor((endMs - clock.now()) / 1_000));
    if (seconds < 1) {
      return end('fail', 'no time is left for the checks');
    }
    const report = await runChecks(
      { clock, probe: ports.probeTo(found.value), secrets: ports.secrets },
      checksAt(ports.plan, found.value, seconds),
    );
    return { ...report, stage };
  };
  const broken = (error: unknown) =>
    end(error instanceof ServiceBusyError ? 'wait' : 'fail', describeError(error));
  const late = async () => {
    await clock.sleep(Math.max(0, endMs - clock.now()));
    return end('fail', 'the time of the function is used up: a call did not answer');
  };
  return Promise.race([test().catch(broken), late()]);
}

/** Where the checks are sent, once every new task is healthy there. */
async function findPlace(
  { plan, listeners, targets }: NewTaskPorts,
  reading: DeploymentReading,
): Promise<Found<TestPlace>> {
  const arn = testListenerOf(reading);
  if (arn.state !== 'ready') {
    return arn;
  }
  const test = await listeners.read(arn.value);
  if (test === null) {
    return { state: 'refused', reason: `the test listener ${arn.value} does not exist` };
  }
  const production = await Promise.all(reading.productionListeners.map((one) => listeners.read(one)));
  const group = newTargetGroup(reading, test, production.flatMap(forwardsOf));
  if (group.state !== 'ready') {
    return group;
  }
  const healthy = allHealthy(group.value, await targets.targets(group.value));
  return healthy.state === 'ready' ? placeOf(plan.endpoint, test) : healthy;
}

function forwardsOf(listener: ListenerReading | null): readonly string[] {
  return listener?.forwardsTo ?? [];
}

/** The plan's checks, with production's host name, connected to the test listener. */
function checksAt(plan: HookPlan, { protocol, host, port }: TestPlace, deadlineSeconds: number) {
  const { checks, concurrency } = plan;
  const baseUrl = `${protocol}://${plan.host}`;
  return { baseUrl, connectTo: host, connectPort: port, checks, concurrency, deadlineSeconds };
}
