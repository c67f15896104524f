import { Alarms } from '../../../lib/rehearsal/aws/alarms';
import { Metrics } from '../../../lib/rehearsal/aws/metrics';
import type { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import type { SeededAlarm } from '../../contracts/health-source.contract';

/** Simulated alarms in these states, after an evaluation. */
export async function worldAlarms(clock: VirtualClock, seeded: readonly SeededAlarm[]): Promise<Alarms> {
  const metric = seeded.filter((alarm) => alarm.kind === 'metric');
  const [first = { evaluationPeriods: 1, period: 60 }, ...others] = metric;
  const { evaluationPeriods, period: periodSeconds } = first;
  const odd = others.find(
    (alarm) => alarm.evaluationPeriods !== evaluationPeriods || alarm.period !== periodSeconds,
  );
  if (metric.length < seeded.length || odd !== undefined) {
    throw new Error('the world has only metric alarms, all with the same period and evaluation periods');
  }
  const setup = {
    ...{ periodSeconds, evaluationPeriods, datapointsToAlarm: evaluationPeriods },
    ...{ errorRatePercent: 1, p99Ms: 1_000, delaySeconds: 0 },
  };
  const metrics = new Metrics(periodSeconds % 60 === 0 ? 60_000 : 10_000, 0, () => undefined);
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
  await clock.runUntil(clock.sleep(1_000 * periodSeconds));
  for (const [i, { state }] of metric.entries()) {
    if (state === 'ALARM') {
      alarms.force(i, 'the test');
    }
  }
  return alarms;
}
