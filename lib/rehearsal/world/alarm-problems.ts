import type { Problem } from '../../../lambdas/core/validation/problems';
import { type AlarmSetup, overridden } from '../aws/alarms/alarm-setup';
import type { WorldSetup } from './world-setup';

/** What is wrong with field `world.alarms` of a scenario, beyond its single values. */
export function alarmProblems({ alarms }: WorldSetup): Problem[] {
  const { overrides = [] } = alarms;
  const path = 'world.alarms';
  return [
    ...neverFires(path, overridden(alarms)),
    ...overrides.flatMap((override, i): Problem[] => {
      const here = `${path}.overrides[${i}]`;
      const first = overrides.findIndex(({ index }) => index === override.index);
      const message = `is ${override.index} as in ${path}.overrides[${first}]; must be another alarm`;
      return [
        ...(first < i ? [{ path: `${here}.index`, message }] : []),
        ...neverFires(here, overridden(alarms, override)),
      ];
    }),
  ];
}

/** CloudWatch accepts no alarm that cannot fire. */
function neverFires(path: string, { evaluationPeriods, datapointsToAlarm }: AlarmSetup): Problem[] {
  const message = `is ${datapointsToAlarm}; must be at most evaluationPeriods, which is ${evaluationPeriods}`;
  return datapointsToAlarm <= evaluationPeriods ? [] : [{ path: `${path}.datapointsToAlarm`, message }];
}
