import { shorten } from '../health/verdict';
import type { Plan } from '../plan/plan';
import { remedyToZero, routeIssues, routeName } from '../routers/route';
import type { AlarmReading, CertificateReading, RouteReading, TargetReading } from '../shared/readings';
import { hostOf } from '../smoke-test/allowed-hosts';

/** Something that is not ready, and what to do about it. */
export interface Finding {
  readonly check: 'route' | 'health-check' | 'certificate' | 'targets' | 'alarms' | 'change-set';
  readonly problem: string;
  readonly remedy: string;
}

const DAY_MS = 86_400_000;

/** The route stands at 0 %, and clients let go of a path soon enough. */
export function routeFindings(plan: Plan, reading: RouteReading): Finding[] {
  const name = routeName(plan.router);
  const { maxTtlSeconds } = plan.preflight;
  const findings: Finding[] = [];
  if (reading.percent !== 0) {
    findings.push({
      check: 'route',
      problem: `${name} already has ${Math.round(reading.percent * 100) / 100} % on the new path`,
      remedy: `${remedyToZero(plan.router)}, or wait for the cutover that is under way`,
    });
  }
  for (const issue of routeIssues(plan.router, reading)) {
    findings.push({ check: 'route', ...issue });
  }
  if (reading.ttlIsOurs && reading.ttlSeconds > maxTtlSeconds) {
    findings.push({
      check: 'route',
      problem: `${name} has a TTL of ${reading.ttlSeconds} s > ${maxTtlSeconds} s, so a revert would take that long to be seen`,
      remedy: `lower the TTL to ${maxTtlSeconds} s or less, wait ${reading.ttlSeconds} s, and start again; or let the cutover do both (ttl)`,
    });
  }
  return findings;
}

/** The certificate is issued, covers the name that moves, and lasts. */
export function certificateFindings(
  plan: Plan,
  certificate: CertificateReading | null,
  now: number,
): Finding[] {
  const { certificateArn, certificateDaysLeft } = plan.preflight;
  const host = hostOf(plan);
  const finding = (problem: string, remedy: string): Finding => ({ check: 'certificate', problem, remedy });
  if (certificate === null) {
    return [
      finding(
        `certificate ${certificateArn} does not exist`,
        'correct preflight.certificateArn, region included',
      ),
    ];
  }
  const findings: Finding[] = [];
  if (certificate.status !== 'ISSUED') {
    const remedy = 'create the CNAME records that ACM asks for and wait until the certificate is ISSUED';
    findings.push(finding(`the certificate is ${certificate.status}, not ISSUED`, remedy));
  }
  if (!certificate.names.some((name) => covers(name, host))) {
    const names = shorten(certificate.names.join(', '), 200);
    findings.push(finding(`the certificate covers ${names}, not ${host}`, `request one that covers ${host}`));
  }
  if (certificate.notAfter !== null && certificate.notAfter - now < certificateDaysLeft * DAY_MS) {
    const days = Math.floor((certificate.notAfter - now) / DAY_MS);
    const problem =
      days < 0 ? `the certificate expired ${-days} days ago` : `the certificate expires in ${days} days`;
    findings.push(finding(`${problem}, at least ${certificateDaysLeft} are wanted`, 'renew the certificate'));
  }
  return findings;
}

/** Every target of the group is healthy, and there is one. */
export function targetFindings(targetGroupArn: string, targets: readonly TargetReading[] | null): Finding[] {
  const group = targetGroupArn.slice(targetGroupArn.indexOf('targetgroup/'));
  const finding = (problem: string, remedy: string): Finding[] => [{ check: 'targets', problem, remedy }];
  if (targets === null) {
    return finding(
      `${group} does not exist`,
      'correct preflight.targetGroupArns or preflight.oldTargetGroupArns',
    );
  }
  if (targets.length === 0) {
    return finding(`${group} has no target`, 'register the service with the target group');
  }
  const ill = targets.filter((target) => target.state !== 'healthy');
  if (ill.length === 0) {
    return [];
  }
  const list = ill.map(
    (target) => `${target.id} is ${target.state}${target.reason === '' ? '' : ` (${target.reason})`}`,
  );
  return finding(
    `${ill.length} of ${targets.length} targets of ${group} are not healthy: ${shorten(list.join(', '), 300)}`,
    'wait until every target is healthy, or look at its health check',
  );
}

/** Every alarm is there and quiet. One without data is fine: nothing flows yet. */
export function alarmFindings(names: readonly string[], alarms: readonly AlarmReading[]): Finding[] {
  return names.flatMap((name): Finding[] => {
    const alarm = alarms.find((one) => one.name === name);
    if (alarm === undefined) {
      const remedy = 'create the alarm, or correct health.alarms (names, account and region)';
      return [{ check: 'alarms', problem: `alarm "${name}" does not exist`, remedy }];
    }
    if (alarm.state === 'ALARM') {
      const problem = `alarm "${name}" is in ALARM already: ${shorten(alarm.reason, 300)}`;
      return [{ check: 'alarms', problem, remedy: 'find out why before any traffic moves' }];
    }
    return [];
  });
}

/** All findings in one reason; without any, what else there is to know. */
export function describeFindings(findings: readonly Finding[], notices: readonly string[] = []): string {
  return findings.length === 0
    ? ['all checks passed', ...notices].join('; ')
    : shorten(
        findings.map(({ check, problem, remedy }) => `${check}: ${problem}; ${remedy}`).join('. '),
        4_000,
      );
}

/** Whether a certificate name covers a host: a leading `*` stands for exactly one label (RFC 6125). */
function covers(name: string, host: string): boolean {
  const pattern = name.toLowerCase();
  return pattern.startsWith('*.')
    ? host.includes('.') && host.slice(host.indexOf('.')) === pattern.slice(1)
    : host === pattern;
}
