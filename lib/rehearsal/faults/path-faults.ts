import * as v from 'valibot';
import { faultKind, numberBetween, oneOf, path, wholeNumber } from './fault';

/** A share of the requests on a path fails. */
export const failingRequests = faultKind(
  'errors',
  { ...path, rate: numberBetween(0, 1, 'share of requests that fail') },
  ({ paths }, fault, label) => paths[fault.path].affect({ label, errorRate: fault.rate }),
);

/** Every answer of a path takes longer. */
export const addedLatency = faultKind(
  'latency',
  { ...path, addMs: numberBetween(0, 600_000, 'milliseconds added to every answer') },
  ({ paths }, fault, label) => paths[fault.path].affect({ label, addMs: fault.addMs }),
);

/** Why a target is in a state (Elastic Load Balancing API Reference, TargetHealth, "Reason"). */
const REASONS = {
  unhealthy: 'Target.FailedHealthChecks',
  initial: 'Elb.RegistrationInProgress',
  draining: 'Target.DeregistrationInProgress',
  unused: 'Target.NotInUse',
  unavailable: 'Target.HealthCheckDisabled',
  // Of these, the target group says nothing.
  ...{ deregistered: '', 'group-deleted': '' },
} as const;

type TargetState = keyof typeof REASONS;

/**
 * Targets of a path are unhealthy, are registered no more, or their group does not exist. A load balancer
 * without a healthy target cannot serve.
 */
export const targetsUnhealthy = faultKind(
  'targets-unhealthy',
  {
    ...path,
    count: v.optional(wholeNumber(1, 1_000, 'unhealthy targets; absent: all')),
    state: v.optional(oneOf(...(Object.keys(REASONS) as [TargetState, ...TargetState[]])), 'unhealthy'),
  },
  ({ paths, preflightAccount }, fault, label) => {
    const targets = preflightAccount.targetsOf(fault.path);
    const count = fault.state === 'group-deleted' ? undefined : fault.count;
    const unhealthy = Math.min(count ?? targets.length, targets.length);
    const { state } = fault;
    const spoilt = preflightAccount.spoilTargets(fault.path, unhealthy, { state, reason: REASONS[state] });
    const errorRate = unhealthy === targets.length ? 1 : 0;
    const effect = paths[fault.path].affect({ label, errorRate });
    return {
      end: () => {
        effect.end();
        spoilt.end();
      },
    };
  },
);

/** The new record's targets do not serve the production name, although the base URL passes its checks. */
export const newTarget = faultKind(
  'new-target',
  { answers: oneOf('other-certificate', 'other-host', 'unreachable') },
  ({ newTarget }, { answers }) => newTarget.misanswer(answers),
);

/** A path asks its clients for a certificate. The clients of the route have one; a smoke check may not. */
export const mutualTls = faultKind('mutual-tls', { ...path }, ({ paths }, fault, label) =>
  paths[fault.path].affect({ label, asksForCertificate: true }),
);

/** The metrics of a path do not reach CloudWatch. */
export const noMetrics = faultKind('no-metrics', { ...path }, ({ metrics }, fault) =>
  metrics.mute(fault.path),
);

/** No request reaches a path: what is before it answers, and the path counts none. */
export const unreached = faultKind('unreached', { ...path }, ({ paths, metrics }, fault, label) => {
  const effect = paths[fault.path].affect({ label, errorRate: 1 });
  const turned = metrics.turnAway(fault.path);
  return {
    end: () => {
      effect.end();
      turned.end();
    },
  };
});

/** Clients call a path by its own name, past the route: a forgotten job, a hard-coded host. */
export const directRequests = faultKind(
  'direct-requests',
  {
    path: oneOf('old', 'new'),
    requestsPerSecond: numberBetween(0, 1_000_000, 'requests per second that the path gets past the route'),
  },
  ({ traffic }, fault) => traffic.direct.begin(fault.path, fault.requestsPerSecond),
);
