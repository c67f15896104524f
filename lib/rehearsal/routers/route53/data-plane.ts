import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { Alarms } from '../../aws/alarms';
import type { VirtualClock } from '../../kernel/virtual-clock';
import type { Records } from './records';

/** Route 53's health checkers look this often. */
const EVERY_MS = 10_000;
/** From a look until the first servers answer by it. */
const DELAY_MS = 10_000;

/**
 * Route 53's data plane: it follows the alarm that the plan's health check watches and needs no API for it. An alarm without data
 * moves nothing, as `LastKnownStatus` says. Does nothing when the plan has no health check.
 */
export function watchNewPath(
  { newHealthCheck }: Route53,
  alarms: Alarms,
  records: Records,
  clock: VirtualClock,
  /** Told before the answers begin to change. */
  tell: (event: string, detail: string) => void,
): void {
  if (newHealthCheck === undefined) {
    return;
  }
  const { alarm } = newHealthCheck;
  let healthy = true;
  const look = () => {
    const state = alarms.read([alarm])[0]?.state ?? 'INSUFFICIENT_DATA';
    const now = state === 'INSUFFICIENT_DATA' ? healthy : state === 'OK';
    if (now !== healthy) {
      healthy = now;
      clock.schedule(clock.now() + DELAY_MS, () => {
        tell(
          'data plane',
          `${now ? 'serves the new path again' : 'leaves the new path'}: alarm "${alarm}" is ${state}`,
        );
        records.judgeNew(now);
      });
    }
    clock.schedule(clock.now() + EVERY_MS, look);
  };
  clock.schedule(clock.now() + EVERY_MS, look);
}
