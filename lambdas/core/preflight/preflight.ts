import { alarmElsewhere } from '../health/alarm-arn';
import { shorten } from '../health/verdict';
import type { Plan } from '../plan/plan';
import type { Policy } from '../policy/policy';
import { firstStagePolicyProblems } from '../policy/stage-problems';
import { routeIssues, routeName } from '../routers/route';
import { plural } from '../shared/plural';
import type { AlarmReading, CertificateReading, RouteReading, TargetReading } from '../shared/readings';
import { hostOf } from '../smoke-test/allowed-hosts';
import { type Finding, stopFinding } from './finding';
import { startFindings } from './start-findings';

const DAY_MS = 86_400_000;

/**
 * Checks that the stages lead on from the percent of the route, as the policy allows it, and that clients
 * leave a path soon enough after a shift.
 */
export function routeFindings(plan: Plan, reading: RouteReading, policy?: Policy): Finding[] {
  const name = routeName(plan.router);
  const { maxTtlSeconds } = plan.preflight;
  const findings: Finding[] = [];
  const atStart = startFindings(plan, reading.percent);
  if (atStart.length === 0) {
    findings.push(...policyFindings(plan, reading, policy));
  }
  for (const issue of [...atStart, ...routeIssues(plan.router, reading)]) {
    findings.push(stopFinding('route', issue.problem, issue.remedy));
  }
  if (reading.ttlIsOurs && reading.ttlSeconds > maxTtlSeconds) {
    findings.push(
      stopFinding(
        'route',
        `${name} has a TTL of ${reading.ttlSeconds} s (maximum ${maxTtlSeconds} s):` +
          ' a revert would take that long to reach clients',
        `lower the TTL to ${maxTtlSeconds} s or less, wait ${reading.ttlSeconds} s, and start again;` +
          ' or let the cutover do both (ttl)',
      ),
    );
  }
  return findings;
}

/** What the first raise is beyond the policy of the deployment. */
function policyFindings(plan: Plan, { percent }: RouteReading, policy: Policy | undefined): Finding[] {
  return firstStagePolicyProblems(plan, policy, percent).map(({ path, message }) =>
    stopFinding('route', `${path} ${message}`, 'correct the plan, then start again'),
  );
}

/** Checks that the certificate is issued, covers the host that moves, and stays valid long enough. */
export function certificateFindings(
  plan: Plan,
  certificate: CertificateReading | null,
  now: number,
): Finding[] {
  const { certificateArn, certificateDaysLeft } = plan.preflight;
  const host = hostOf(plan);
  const finding = (reason: string, remedy: string) => stopFinding('certificate', reason, remedy);
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
    const remedy = 'create the CNAME records that ACM asks for, and wait until the certificate is ISSUED';
    findings.push(finding(`the certificate is ${certificate.status}, not ISSUED`, remedy));
  }
  if (!certificate.names.some((name) => covers(name, host))) {
    const names = shorten(certificate.names.join(', '), 200);
    const remedy = `request a certificate that covers ${host}`;
    findings.push(finding(`the certificate covers ${names}, not ${host}`, remedy));
  }
  if (certificate.notAfter !== null && certificate.notAfter - now < certificateDaysLeft * DAY_MS) {
    const days = Math.floor((certificate.notAfter - now) / DAY_MS);
    const expiry = days < 0 ? `expired ${plural(-days, 'day')} ago` : `expires in ${plural(days, 'day')}`;
    const problem = `the certificate ${expiry} (minimum ${plural(certificateDaysLeft, 'day')})`;
    findings.push(finding(problem, 'renew the certificate'));
  }
  return findings;
}

/** Checks that a target group has targets, and that all of them are healthy. */
export function targetFindings(targetGroupArn: string, targets: readonly TargetReading[] | null): Finding[] {
  const group = targetGroupArn.slice(targetGroupArn.indexOf('targetgroup/'));
  const finding = (reason: string, remedy: string) => [stopFinding('targets', reason, remedy)];
  if (targets === null) {
    return finding(
      `${group} does not exist`,
      'correct preflight.targetGroupArns or preflight.oldTargetGroupArns',
    );
  }
  if (targets.length === 0) {
    return finding(`${group} has no targets`, 'register the service with the target group');
  }
  const unhealthy = targets.filter((target) => target.state !== 'healthy');
  if (unhealthy.length === 0) {
    return [];
  }
  const list = unhealthy.map(
    (target) => `${target.id} is ${target.state}${target.reason === '' ? '' : ` (${target.reason})`}`,
  );
  const share = `${unhealthy.length} of ${plural(targets.length, 'target')} of ${group}`;
  return finding(
    `${share} ${unhealthy.length === 1 ? 'is' : 'are'} not healthy: ${shorten(list.join(', '), 300)}`,
    'wait until every target is healthy, or correct the health check of the target group',
  );
}

/**
 * Checks that every alarm exists and none is in ALARM. An alarm without data passes: no traffic flows yet.
 */
export function alarmFindings(names: readonly string[], alarms: readonly AlarmReading[]): Finding[] {
  return names.flatMap((name): Finding[] => {
    const alarm = alarms.find((one) => one.name === name);
    if (alarm === undefined) {
      const remedy =
        alarmElsewhere(name) === null
          ? 'create it in the account and Region of the workflow, or name one that is elsewhere by its ARN'
          : 'create it, or correct health.alarms: Region, account and name of the ARN; an alarm of another ' +
            "account is read through a role of that account, one of the deployment's roles";
      return [stopFinding('alarms', `alarm "${name}" does not exist`, remedy)];
    }
    if (alarm.state === 'ALARM') {
      const reason = `alarm "${name}" is already in ALARM: ${shorten(alarm.reason, 300)}`;
      return [stopFinding('alarms', reason, 'find the cause before any traffic moves')];
    }
    return [];
  });
}

/** Whether a certificate name covers a host: a leading `*` stands for exactly one label (RFC 6125). */
function covers(name: string, host: string): boolean {
  const pattern = name.toLowerCase();
  return pattern.startsWith('*.')
    ? host.includes('.') && host.slice(host.indexOf('.')) === pattern.slice(1)
    : host === pattern;
}
