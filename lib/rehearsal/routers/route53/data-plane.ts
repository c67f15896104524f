import type { Route53 } from '../../../../lambdas/core/routers/router-schema';
import type { Alarms } from '../../aws/alarms';
import type { VirtualClock } from '../../kernel/virtual-clock';
import type { EventSink } from '../../timeline/timeline-event';
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
  /** Called before the answers begin to change. */
  emit: EventSink,
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
        emit({ kind: 'data-plane', servesNew: now, alarm, state });
        records.judgeNew(now);
      });
    }
    clock.schedule(clock.now() + EVERY_MS, look);
  };
  clock.schedule(clock.now() + EVERY_MS, look);
}
