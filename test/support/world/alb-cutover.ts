import { routeKey } from '../../../lambdas/core/routers/route';
import type { TargetHealth } from '../../../lambdas/ports';
import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { ForwardSplit } from '../../../lib/rehearsal/routers/alb/forward-split';
import { planOf } from '../plans/plans';
import { loadBalancer } from '../plans/routers';
import { openCalendars } from './calendars';
import { began, execution, fakeClock, takeLock } from './cutover';

const noTargets: TargetHealth = { targets: async () => [] };

/** A cutover of a load balancer's rule, whose lock is held and whose snapshot is taken. */
export async function albCutoverUnderWay() {
  const router = loadBalancer();
  const plan = { ...planOf(), router };
  const route = routeKey(router);
  const ledger = memoryLedger();
  const { clock, pass } = fakeClock();
  const worldClock = new VirtualClock(Date.parse(began));
  const forward = new ForwardSplit({ route: router, setup: { stickinessSeconds: 0 }, clock: worldClock });
  const port = forward.router({ call: async (_service, _operation, work) => work() });
  const fence = await takeLock(ledger, route, execution, router);
  const { percent, version } = await port.read(router);
  await ledger.saveSnapshot(route, fence, { percent, version });
  return {
    forward,
    pass,
    ledger,
    route,
    ports: { router: port, calendars: openCalendars, ledger, clock, targets: noTargets },
    input: { plan, execution, route, fence },
  };
}
