import { defaultAllowedHosts, hostOf } from '../../../lambdas/core/allowed-hosts';
import { routeKey } from '../../../lambdas/core/route';
import type { Clock } from '../../../lambdas/ports';
import type { Random } from '../random';
import type { VirtualClock } from '../virtual-clock';
import type { AllPorts } from './bind-steps';
import { worldPointers } from './pointers';
import { worldProbe } from './probe';
import type { Process } from './process';
import {
  worldCertificates,
  worldChangeSets,
  worldDeployments,
  worldExecutions,
  worldHealth,
  worldHealthChecks,
  worldLedger,
  worldRecords,
  worldTargets,
} from './services';
import type { Teller, World } from './world';

/** The ports of every step in this world. Those of a function call the services as its process, and die with it. */
export function worldPorts(
  world: World,
  random: Random,
  tell: Teller,
  allowedHosts?: readonly string[],
): (process: Process) => AllPorts {
  const { plan, scenario, clock } = world;
  const advance = () => world.advance();
  return (process) => {
    const calls = world.calls.of(process);
    return {
      router: world.split.router(calls),
      records: worldRecords(world.split, calls),
      health: worldHealth(calls, world.alarms, world.metrics, clock, advance, plan.health.compare?.old),
      targets: worldTargets(calls, world.inventory, plan.preflight.oldTargetGroupArns),
      pointers: worldPointers(calls, world.surroundings),
      healthChecks: worldHealthChecks(calls, plan.router),
      certificates: worldCertificates(calls, world.inventory),
      changeSets: worldChangeSets(calls, world.inventory),
      probe: worldProbe(plan, world.paths, clock, random),
      deployments: worldDeployments(calls, world.codeDeploy),
      ledger: worldLedger(calls, world.ledger),
      clock: skewed(clock, scenario.world.clockSkewMs, random),
      allowedHosts: allowedHosts ?? defaultAllowedHosts(hostOf(plan)),
      executions: worldExecutions(calls, () => world.stateMachines),
      routes: [routeKey(plan.router)],
      log: { info: () => undefined, error: (message) => tell('log', message) },
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
