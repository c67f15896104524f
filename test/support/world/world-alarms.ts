import {
  type AlarmsSetup,
  metricPeriodSeconds,
  setupOfEach,
} from '../../../lib/rehearsal/aws/alarms/alarm-setup';
import { Alarms } from '../../../lib/rehearsal/aws/alarms/alarms';
import { Metrics } from '../../../lib/rehearsal/aws/metrics';
import type { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import type { SeededAlarm } from '../../contracts/health-source.contract';

/** Simulated alarms in these states, after an evaluation of each. */
export async function worldAlarms(clock: VirtualClock, seeded: readonly SeededAlarm[]): Promise<Alarms> {
  const metric = seeded.filter((alarm) => alarm.kind === 'metric');
  if (metric.length < seeded.length) {
    throw new Error('the world has only metric alarms');
  }
  const setup: AlarmsSetup = {
    ...{ periodSeconds: 60, evaluationPeriods: 1, datapointsToAlarm: 1 },
    ...{ errorRatePercent: 1, p99Ms: 1_000, delaySeconds: 0 },
    overrides: metric.map(({ evaluationPeriods, period }, index) => ({
      ...{ index, periodSeconds: period, evaluationPeriods, datapointsToAlarm: evaluationPeriods },
    })),
  };
  const setups = setupOfEach(setup, metric.length);
  const metrics = new Metrics(1_000 * metricPeriodSeconds(setups), 0, () => undefined);
  const names = metric.map(({ name }) => name);
  const alarms = new Alarms({
    names,
    setup,
    metrics,
    path: 'new',
    serves: false,
    healthyTargets: () => 2,
    clock,
    onChange: () => undefined,
  });
  if (metric.some(({ state }) => state !== 'INSUFFICIENT_DATA')) {
    metrics.add('new', clock.now(), 100, 0, { p99Ms: 40, addedMs: 0 });
  }
  alarms.watch(() => undefined);
  const longest = Math.max(0, ...setups.map(({ periodSeconds }) => periodSeconds));
  await clock.runUntil(clock.sleep(1_000 * longest));
  for (const [i, { state }] of metric.entries()) {
    if (state === 'ALARM') {
      alarms.force(i, 'the test');
    }
  }
  return alarms;
}
