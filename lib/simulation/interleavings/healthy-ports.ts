import { sha256 } from '../../../lambdas/adapters/shared/sha256';
import { DEFAULT_PRODUCTION_NAME_TEST } from '../../../lambdas/core/smoke-test/production-name';
import type {
  AutoScalingGroups,
  Balancers,
  Certificates,
  ChangeSets,
  Deployments,
  Gates,
  HealthSource,
  HttpProbe,
  References,
  SecretSource,
  TargetHealth,
} from '../../../lambdas/ports';
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
    silent: async () => [],
    requests: async () => null,
    minutes: async () => [],
    hours: async () => [],
    balancers: async () => null,
  };
}

/** Every check of a smoke test passes. */
const passingProbe: HttpProbe = {
  send: async () => ({ status: 200, headers: {}, body: '{}', truncated: false, latencyMs: 1 }),
};

/** Every target group has one target, which is healthy. */
const healthyTargets: TargetHealth = {
  targets: async () => [{ id: '10.0.0.1', state: 'healthy', reason: '' }],
};

/** No load balancer has a rule beside the route. */
const withoutOtherRules: Balancers = { forwards: async () => [] };

/** A port that no plan of an interleaving uses. */
function unused<Port extends object>(name: string): Port {
  return new Proxy({} as Port, {
    get: (_, method) => {
      throw new Error(`no plan of an interleaving uses ${name}.${String(method)}`);
    },
  });
}

/** What is the same in every interleaving. */
export const fixedPorts = {
  targets: healthyTargets,
  autoScalingGroups: unused<AutoScalingGroups>('autoScalingGroups'),
  balancers: withoutOtherRules,
  references: unused<References>('references'),
  changeSets: unused<ChangeSets>('changeSets'),
  calendars: { read: async () => ({ isOpen: true, changesAt: null }) },
  certificates: unused<Certificates>('certificates'),
  deployments: unused<Deployments>('deployments'),
  gates: unused<Gates>('gates'),
  probe: passingProbe,
  digest: sha256,
  secrets: unused<SecretSource>('secrets'),
  productionNameTest: DEFAULT_PRODUCTION_NAME_TEST,
  log: { info: () => undefined, error: () => undefined },
  allowedHosts: ['gw-api.example.com'],
  policy: undefined,
  ledgerTable: 'cutover-ledger',
};
