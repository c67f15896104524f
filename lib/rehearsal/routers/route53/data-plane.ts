import type { AlarmReading } from '../../../../lambdas/ports';
import type { Alarms } from '../../aws/alarms/alarms';
import type { VirtualClock } from '../../kernel/virtual-clock';
import type { HealthCheckFlaw } from '../route-setup';
import type { DataPlaneOptions } from '../split';

/** Route 53's health checkers read an alarm this often. */
const EVERY_MS = 10_000;
/** From reading a new state until the first servers answer by it. */
const DELAY_MS = 10_000;

/** What the data plane of Route 53 follows, and whom it informs. */
export interface HealthCheckOptions extends DataPlaneOptions {
  /** Name of the alarm that the health check watches. */
  readonly alarm: string;
  /** What is wrong with the health check. @default nothing */
  readonly flaw?: HealthCheckFlaw | undefined;
  readonly alarms: Alarms;
  readonly clock: VirtualClock;
  /** The health check has another status from now on. */
  readonly setHealthy: (healthy: boolean) => void;
}

/**
 * Route 53's data plane: it follows the alarm of a health check, and needs no API for that. An alarm without
 * data changes nothing, as `LastKnownStatus` asks for.
 */
export function followHealthCheck(options: HealthCheckOptions): void {
  const { alarm, flaw, alarms, clock, emit, setHealthy } = options;
  let isHealthy = true;
  const check = () => {
    const state = alarms.read([alarm])[0]?.state ?? 'INSUFFICIENT_DATA';
    const isNowHealthy = statusFor(state, isHealthy, flaw);
    if (isNowHealthy !== isHealthy) {
      isHealthy = isNowHealthy;
      clock.schedule(clock.now() + DELAY_MS, () => {
        emit({ kind: 'data-plane', servesNew: isNowHealthy, alarm, state });
        setHealthy(isNowHealthy);
      });
    }
    clock.schedule(clock.now() + EVERY_MS, check);
  };
  clock.schedule(clock.now() + EVERY_MS, check);
}

function statusFor(state: AlarmReading['state'], before: boolean, flaw?: HealthCheckFlaw): boolean {
  if (state === 'INSUFFICIENT_DATA') {
    return flaw === 'unhealthy-without-data' ? false : before;
  }
  return (state === 'OK') !== (flaw === 'inverted');
}
