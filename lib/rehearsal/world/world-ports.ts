import { routeKey } from '../../../lambdas/core/routers/route';
import { defaultAllowedHosts, hostOf } from '../../../lambdas/core/smoke-test/allowed-hosts';
import type { Clock } from '../../../lambdas/ports';
import type { Process } from '../aws/process';
import { worldReferences } from '../aws/references';
import {
  worldCertificates,
  worldChangeSets,
  worldDeployments,
  worldExecutions,
  worldHealth,
  worldLedger,
  worldTargets,
} from '../aws/services';
import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';
import { worldProbe } from '../traffic/probe';
import type { AllPorts } from './bind-steps';
import type { EventSink, World } from './world';

/** The ports of every step in this world. Those of a function call the services as its process, and die with it. */
export function worldPorts(
  world: World,
  random: Random,
  tell: EventSink,
  allowedHosts?: readonly string[],
): (process: Process) => AllPorts {
  const { plan, scenario, clock } = world;
  const advance = () => world.advance();
  const fixed = {
    probe: worldProbe(plan, world.paths, clock, random),
    clock: skewed(clock, scenario.world.clockSkewMs, random),
    allowedHosts: allowedHosts ?? defaultAllowedHosts(hostOf(plan)),
    routes: [routeKey(plan.router)],
    log: { info: () => undefined, error: (message: string) => tell('log', message) },
  };
  return (process) => {
    const calls = world.calls.of(process);
    // Each is made when a step asks for it: thousands of invocations ask for two or three of them.
    const made: { -readonly [Port in keyof AllPorts]?: AllPorts[Port] } = {};
    return {
      ...fixed,
      get router() {
        made.router ??= world.split.router(calls);
        return made.router;
      },
      get records() {
        made.records ??= world.split.records(calls);
        return made.records;
      },
      get health() {
        made.health ??= worldHealth({
          ...{ calls, alarms: world.alarms, metrics: world.metrics, clock, advance },
          oldSource: plan.health.compare?.old,
        });
        return made.health;
      },
      get targets() {
        made.targets ??= worldTargets(calls, world.preflightAccount, plan.preflight.oldTargetGroupArns);
        return made.targets;
      },
      get references() {
        made.references ??= worldReferences(calls, world.referenceAccount);
        return made.references;
      },
      get healthChecks() {
        made.healthChecks ??= world.split.healthChecks(calls);
        return made.healthChecks;
      },
      get certificates() {
        made.certificates ??= worldCertificates(calls, world.preflightAccount);
        return made.certificates;
      },
      get changeSets() {
        made.changeSets ??= worldChangeSets(calls, world.preflightAccount);
        return made.changeSets;
      },
      get deployments() {
        made.deployments ??= worldDeployments(calls, world.codeDeploy);
        return made.deployments;
      },
      get ledger() {
        made.ledger ??= worldLedger(calls, world.ledger);
        return made.ledger;
      },
      get executions() {
        made.executions ??= worldExecutions(calls, () => world.stateMachines);
        return made.executions;
      },
    };
  };
}

/** Every function's clock is off by a little, and not always by the same. */
function skewed(clock: VirtualClock, skewMs: number, random: Random): Clock {
  return {
    now: () => clock.now() + (skewMs === 0 ? 0 : Math.round(random.between(-skewMs, skewMs))),
    sleep: (milliseconds) => clock.sleep(milliseconds),
  };
}
