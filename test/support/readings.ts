import type { AlarmReading } from '../../lambdas/core/readings';

/** The alarm of the plans in `plans.ts`, quiet unless the test says otherwise. */
export const alarmOf = (over: Partial<AlarmReading> = {}): AlarmReading => ({
  name: 'api-new-5xx-rate',
  kind: 'metric',
  state: 'OK',
  reason: 'Threshold Crossed: 3 datapoints were not greater than the threshold (1.0)',
  lookBackSeconds: 300,
  ...over,
});
