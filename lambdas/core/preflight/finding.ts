import { shorten } from '../health/verdict';

/** Findings that a plan can accept by name, in `preflight.accept`: each is right for some routes. */
export const acceptableFindings = [
  'https-record',
  'no-request-measure',
  'old-record-health',
  'other-record-type',
] as const;

export type FindingName =
  | 'alarms'
  | 'certificate'
  | 'change-set'
  | 'health-check'
  | 'lock'
  | 'route'
  | 'targets'
  | (typeof acceptableFindings)[number];

/** Something in the account that is not ready for the cutover, or that an operator should know. */
export interface Finding {
  /** What it is about. A plan accepts some of these names in `preflight.accept`. */
  readonly check: FindingName;
  /** `stop`: nothing moves until it is mended or accepted. `warn`: recorded, and the cutover goes on. */
  readonly severity: 'stop' | 'warn';
  readonly reason: string;
  readonly remedy: string;
}

/** A finding that stops the cutover before anything moves. */
export function stopFinding(check: FindingName, reason: string, remedy: string): Finding {
  return { check, severity: 'stop', reason, remedy };
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

/** Whether a finding stops the cutover. */
export function stops({ severity }: Finding): boolean {
  return severity === 'stop';
}

/** The findings that stop, as one reason; without any, that all checks passed, with warnings and notices. */
export function describeFindings(findings: readonly Finding[], notices: readonly string[] = []): string {
  const stopping = findings.filter(stops);
  const shown = stopping.length === 0 ? findings : stopping;
  const texts = shown.map(({ check, reason, remedy }) => `${check}: ${reason}; ${remedy}`);
  return stopping.length === 0
    ? shorten(['all checks passed', ...notices, ...texts.map((one) => `warning: ${one}`)].join('; '), 4_000)
    : shorten(texts.join('. '), 4_000);
}
