import * as v from 'valibot';
import { faultKind, numberBetween, path, wholeNumber } from './fault';

/** A share of a path's requests fails. */
export const errors = faultKind(
  'errors',
  { ...path, rate: numberBetween(0, 1, 'share of requests that fail') },
  (world, fault, label) => world.paths[fault.path].affect({ label, errorRate: fault.rate }),
);

/** A path answers later. */
export const latency = faultKind(
  'latency',
  { ...path, addMs: numberBetween(0, 600_000, 'milliseconds added to every answer') },
  (world, fault, label) => world.paths[fault.path].affect({ label, addMs: fault.addMs }),
);

/** Targets of a path are ill. A load balancer with none that is healthy cannot serve. */
export const targetsUnhealthy = faultKind(
  'targets-unhealthy',
  { ...path, count: v.optional(wholeNumber(1, 1_000, 'targets that are ill; absent: all')) },
  (world, fault, label) => {
    const targets = world.preflightAccount.targetsOf(fault.path);
    const ill = Math.min(fault.count ?? targets.length, targets.length);
    for (const target of targets.slice(0, ill)) {
      target.state = 'unhealthy';
      target.reason = 'Target.FailedHealthChecks';
    }
    const effect = world.paths[fault.path].affect({ label, errorRate: ill === targets.length ? 1 : 0 });
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

/** The metrics of a path do not reach CloudWatch. */
export const noMetrics = faultKind('no-metrics', { ...path }, (world, fault) =>
  world.metrics.mute(fault.path),
);
