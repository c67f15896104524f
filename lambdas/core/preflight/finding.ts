import { shorten } from '../health/verdict';
import type { Direction } from '../plan/direction';

/** Findings that a plan can accept by name, in `preflight.accept`: each is right for some routes. */
export const acceptableFindings = [
  'https-record',
  'instance-count',
  'instance-scaling',
  'new-record-health',
  'no-request-measure',
  'old-record-health',
  'other-record-type',
  'other-rule',
  'other-zone',
  'shared-balancer',
] as const;

/** Findings that are never right, or that stop nothing. */
export const otherFindings = [
  'alarms',
  'calendar',
  'certificate',
  'change-set',
  'comparison',
  'health-check',
  'instances',
  'lock',
  'measures',
  'route',
  'targets',
  'third-record',
] as const;

export type FindingName = (typeof acceptableFindings)[number] | (typeof otherFindings)[number];

/** What of a plan decides which findings stop it. */
interface PlanOfFindings {
  readonly direction: Direction;
  readonly stages: readonly { readonly percent: number }[];
  readonly preflight: { readonly accept: readonly string[] };
}

/** Something in the account that is not ready for the cutover, or that an operator should know. */
export interface Finding {
  /** What it is about. A plan accepts some of these names in `preflight.accept`. */
  readonly check: FindingName;
  /**
   * `stop`: nothing moves until it is mended or accepted. `wait`: it can pass by itself, so that the cutover
   * waits for `waitSeconds` before it stops. `warn`: recorded, and the cutover goes on.
   */
  readonly severity: 'stop' | 'wait' | 'warn';
  /** Seconds, counted from the first such preflight. With `wait` alone. */
  readonly waitSeconds?: number;
  readonly reason: string;
  readonly remedy: string;
}

/** A finding of what stands beside a route. */
export interface RouteFinding extends Finding {
  /**
   * The percents on the new path at which clients go where a plan that ends there wants them.
   * @default none
   */
  readonly rightAt?: readonly number[];
  /**
   * With `direction: down` it is no more than a warning, with this remedy: it leads clients to the path that
   * the others are moved to.
   * @default as with `direction: up`
   */
  readonly remedyDown?: string;
}

/** A finding that stops the cutover before anything moves. */
export function stopFinding(check: FindingName, reason: string, remedy: string): Finding {
  return { check, severity: 'stop', reason, remedy };
}

/**
 * A finding that can pass by itself.
 * @param waitSeconds how long the cutover waits for that; 0: it stops at once
 */
export function waitFinding(
  check: FindingName,
  reason: string,
  remedy: string,
  waitSeconds: number,
): Finding {
  return waitSeconds === 0
    ? stopFinding(check, reason, remedy)
    : { check, severity: 'wait', reason, remedy, waitSeconds };
}

/** A finding that is recorded, and stops nothing. */
export function warnFinding(check: FindingName, reason: string, remedy: string): Finding {
  return { check, severity: 'warn', reason, remedy };
}

/** The findings of a plan that accepts some of them by name: these no longer stop it. */
export function acceptFindings(findings: readonly Finding[], accepted: readonly string[]): Finding[] {
  return findings.map((one) =>
    one.severity === 'stop' && accepted.includes(one.check)
      ? warnFinding(one.check, `${one.reason} (accepted by the plan)`, one.remedy)
      : one,
  );
}

/**
 * The findings of a route as a plan sees them: without those that are right at its last percent once the
 * route is there, and with those that it accepts.
 * @param percent on the new path, as the route was read
 */
export function findingsForPlan(
  { direction, stages, preflight }: PlanOfFindings,
  percent: number,
  findings: readonly RouteFinding[] = [],
): Finding[] {
  const isThere = stages.at(-1)?.percent === percent;
  const left = findings.filter(({ rightAt = [] }) => !(isThere && rightAt.includes(percent)));
  return acceptFindings(
    left.map(({ rightAt: _, remedyDown, ...finding }) =>
      remedyDown !== undefined && direction === 'down'
        ? warnFinding(finding.check, finding.reason, remedyDown)
        : finding,
    ),
    preflight.accept,
  );
}

/** Whether a finding stops the cutover at once. */
export function stops({ severity }: Finding): boolean {
  return severity === 'stop';
}

/**
 * The findings that stop, as one reason; without any, those that are waited for; without any of these, that
 * all checks passed, with warnings and notices.
 */
export function describeFindings(findings: readonly Finding[], notices: readonly string[] = []): string {
  const text = ({ check, reason, remedy }: Finding) => `${check}: ${reason}; ${remedy}`;
  const stopping = findings.filter(stops);
  if (stopping.length > 0) {
    return shorten(stopping.map(text).join('. '), 4_000);
  }
  const waiting = findings.filter(({ severity }) => severity === 'wait');
  if (waiting.length > 0) {
    const texts = waiting.map((one) => `waiting for at most ${one.waitSeconds} s: ${text(one)}`);
    return shorten(texts.join('. '), 4_000);
  }
  const warnings = findings.map((one) => `warning: ${text(one)}`);
  return shorten(['all checks passed', ...notices, ...warnings].join('; '), 4_000);
}
