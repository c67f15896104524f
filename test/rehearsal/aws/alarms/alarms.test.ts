import { describe, expect, test } from '@jest/globals';
import { type AlarmOverride, setupOfEach } from '../../../../lib/rehearsal/aws/alarms/alarm-setup';
import type { HealthyTargets } from '../../../../lib/rehearsal/aws/alarms/alarm-targets';
import { Alarms } from '../../../../lib/rehearsal/aws/alarms/alarms';
import { Metrics } from '../../../../lib/rehearsal/aws/metrics';
import { VirtualClock } from '../../../../lib/rehearsal/kernel/virtual-clock';

const START = Date.UTC(2026, 0, 5);
const SECOND = 1_000;

const common = {
  ...{ periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 3 },
  ...{ errorRatePercent: 1, p99Ms: 1_000, delaySeconds: 10 },
} as const;

/** Alarms of these names, and their changes as `SECONDS NAME STATE`. */
function worldOf(
  names: readonly string[],
  overrides: readonly AlarmOverride[],
  healthyTargets: () => HealthyTargets = () => 2,
) {
  const clock = new VirtualClock(START);
  const metrics = new Metrics(10_000, 10_000, () => undefined);
  const changes: string[] = [];
  const alarms = new Alarms({
    ...{ names, setup: { ...common, overrides }, metrics, path: 'new', serves: true, healthyTargets, clock },
    onChange: (name, state) => changes.push(`${(clock.now() - START) / SECOND} ${name} ${state}`),
  });
  /** Ten requests in every ten seconds, from `from` to `to` (seconds). */
  const serve = (from: number, to: number, failed: number) => {
    for (let at = from; at < to; at += 10) {
      metrics.add('new', START + at * SECOND, 10, failed, { p99Ms: 40, addedMs: 0 });
    }
  };
  const run = (seconds: number) => clock.runUntil(clock.sleep(seconds * SECOND));
  return { alarms, changes, serve, run, clock };
}

describe('alarms with different settings', () => {
  const short = { index: 1, periodSeconds: 10, evaluationPeriods: 1, datapointsToAlarm: 1 };

  test('are evaluated at the ends of their own periods', async () => {
    const { alarms, changes, serve, run } = worldOf(['errors', '5xx'], [short]);
    serve(0, 60, 0);
    serve(60, 300, 5);
    alarms.watch(() => undefined);
    await run(300);
    expect(changes).toEqual(['20 5xx OK', '70 errors OK', '80 5xx ALARM', '250 errors ALARM']);
  });

  test('say how far back each of them reaches', () => {
    const { alarms } = worldOf(['5xx', 'p99', 'errors'], [short]);
    const ranges = alarms.read(['errors', 'p99', '5xx']).map((one) => one.evaluationRangeSeconds);
    expect(ranges).toEqual([300, 30, 300]);
  });

  test('treat missing data in their own way', async () => {
    const { alarms, changes, serve, run } = worldOf(
      ['errors', '5xx'],
      [{ index: 0, treatMissingData: 'ignore' }],
    );
    serve(0, 60, 0);
    alarms.watch(() => undefined);
    await run(600);
    expect(changes).toEqual(['70 5xx OK', '370 5xx INSUFFICIENT_DATA']);
    const silence = alarms.read(['errors', '5xx']).map((one) => one.staysOkWithoutData);
    expect(silence).toEqual([true, undefined]);
  });

  test('have no data where the metric has none in what they evaluate themselves', async () => {
    const once = { index: 2, evaluationPeriods: 1, datapointsToAlarm: 1 };
    const { alarms, changes, serve, run, clock } = worldOf(['errors', '5xx', 'faults'], [short, once]);
    serve(0, 60, 0);
    alarms.watch(() => undefined);
    await run(300);
    expect(alarms.silent(['errors', '5xx', 'faults'], clock.now())).toEqual(['5xx', 'faults']);
    expect(changes.filter((one) => !one.includes('5xx'))).toEqual([
      ...['70 errors OK', '70 faults OK', '250 faults INSUFFICIENT_DATA'],
    ]);
  });

  test('on the number of healthy targets look back as far as each of them evaluates', async () => {
    let healthy: HealthyTargets = 2;
    const { alarms, changes, run } = worldOf(
      ['healthy-hosts', 'healthy-targets'],
      [{ index: 1, evaluationPeriods: 1, datapointsToAlarm: 1 }],
      () => healthy,
    );
    alarms.watch(() => undefined);
    await run(75);
    healthy = 0;
    await run(240);
    healthy = null;
    await run(400);
    expect(changes).toEqual([
      '70 healthy-hosts OK',
      '70 healthy-targets OK',
      '130 healthy-targets ALARM',
      '250 healthy-hosts ALARM',
      // Two samples of three that must breach are left.
      '490 healthy-hosts OK',
      '490 healthy-targets INSUFFICIENT_DATA',
      '610 healthy-hosts INSUFFICIENT_DATA',
    ]);
  });

  test('keep their settings while they do not exist', () => {
    const { alarms } = worldOf(['errors', 'p99'], [short]);
    alarms.remove(1);
    const [first, second] = setupOfEach({ ...common, overrides: [short] }, 2);
    expect(alarms.setupsOf(['errors', 'p99'])).toEqual([first, second]);
    expect(alarms.setupsOf(['p99'])).toEqual([second]);
  });
});
