import type { HealthSource, HttpProbe } from '../../../lambdas/ports';
import type { Caller } from '../../rehearsal/aws/calls';

/** The name of the one alarm of every plan. */
export const ALARM = 'errors';

/** Alarms of which the one is OK, or in ALARM while it fires. */
export function alarmsOf(calls: Caller, isFiring: () => boolean): HealthSource {
  return {
    alarms: () =>
      calls.call('cloudwatch', 'DescribeAlarms', () => [
        {
          name: ALARM,
          kind: 'metric',
          state: isFiring() ? 'ALARM' : 'OK',
          reason: 'a random interleaving',
          evaluationRangeSeconds: 0,
        },
      ]),
    requests: async () => null,
    minutes: async () => [],
  };
}

/** Every check of a smoke test passes. */
export const passingProbe: HttpProbe = {
  send: async () => ({ status: 200, headers: {}, body: '{}', truncated: false, latencyMs: 1 }),
};

/** A port that no plan of an interleaving uses. */
export function unused<Port extends object>(name: string): Port {
  return new Proxy({} as Port, {
    get: (_, method) => {
      throw new Error(`no plan of an interleaving uses ${name}.${String(method)}`);
    },
  });
}
