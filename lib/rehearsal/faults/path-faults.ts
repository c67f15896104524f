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

/** Targets of a path are unhealthy. A load balancer without a healthy target cannot serve. */
export const targetsUnhealthy = faultKind(
  'targets-unhealthy',
  { ...path, count: v.optional(wholeNumber(1, 1_000, 'unhealthy targets; absent: all')) },
  ({ paths, preflightAccount }, fault, label) => {
    const targets = preflightAccount.targetsOf(fault.path);
    const unhealthy = Math.min(fault.count ?? targets.length, targets.length);
    for (const target of targets.slice(0, unhealthy)) {
      target.state = 'unhealthy';
      target.reason = 'Target.FailedHealthChecks';
    }
    const errorRate = unhealthy === targets.length ? 1 : 0;
    const effect = paths[fault.path].affect({ label, errorRate });
    return {
      end: () => {
        effect.end();
        for (const target of targets) {
          target.state = 'healthy';
          target.reason = '';
        }
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
