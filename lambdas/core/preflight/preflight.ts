import { alarmElsewhere } from '../health/alarm-arn';
import { shorten } from '../health/verdict';
import type { Plan } from '../plan/plan';
import type { Policy } from '../policy/policy';
import { firstStagePolicyProblems } from '../policy/stage-problems';
import { routeIssues, routeName } from '../routers/route';
import { plural } from '../shared/plural';
import type { AlarmReading, CertificateReading, RouteReading, TargetReading } from '../shared/readings';
import { hostOf } from '../smoke-test/allowed-hosts';
import { certificateStatusRemedy } from './certificate-remedy';
import { type Finding, findingsForPlan, stopFinding, waitFinding, warnFinding } from './finding';
import { startFindings } from './start-findings';
import { targetRemedy } from './target-remedy';
import { canServe } from './target-state';

const DAY_MS = 86_400_000;

/**
 * Checks that the stages lead on from the percent of the route, as the policy allows it, that nothing else
 * leads its clients, and that they leave a path soon enough after a shift.
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
        `${name} has a TTL of ${reading.ttlSeconds} s${ttlSource(reading)} (maximum ${maxTtlSeconds} s):` +
          ' a revert would take that long to reach clients',
        ttlRemedy(reading, maxTtlSeconds),
      ),
    );
  }
  return [...findings, ...findingsForPlan(plan, reading.percent, reading.findings)];
}

function ttlSource({ ttlFrom }: RouteReading): string {
  return ttlFrom === undefined ? '' : `, that of ${ttlFrom}, to which an alias leads`;
}

/** A cutover lowers the TTL of its own records (`ttl`), and of no other. */
function ttlRemedy({ ttlSeconds, ttlFrom }: RouteReading, maxTtlSeconds: number): string {
  const lower = `${maxTtlSeconds} s or less, wait ${ttlSeconds} s, and start again`;
  return ttlFrom === undefined
    ? `lower the TTL to ${lower}; or let the cutover do both (ttl)`
    : `lower the TTL of ${ttlFrom} to ${lower}; or set preflight.maxTtlSeconds to ${ttlSeconds}`;
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
  const { certificateArn, certificateDaysLeft, certificateWaitSeconds } = plan.preflight;
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
    const { status } = certificate;
    const waitSeconds = status === 'PENDING_VALIDATION' ? certificateWaitSeconds : 0;
    const reason = `the certificate is ${status}, not ISSUED`;
    findings.push(waitFinding('certificate', reason, certificateStatusRemedy(status), waitSeconds));
  }
  // ACM lists the names of a certificate before it is issued, so another name is no reason to wait.
  if (!certificate.names.some((name) => covers(name, host))) {
    const names = shorten(certificate.names.join(', '), 200);
    const remedy =
      `let the new path use a certificate that covers ${host}, beside the name that clients use where` +
      ` that is another one which leads to ${host}: the smoke test asks the new path for ${host};` +
      ' where the policy waives that (productionNameTest), leave out preflight.certificateArn';
    findings.push(finding(`the certificate covers ${names}, not ${host}`, remedy));
  }
  if (certificate.notAfter !== null && certificate.notAfter - now < certificateDaysLeft * DAY_MS) {
    const days = Math.floor((certificate.notAfter - now) / DAY_MS);
    const expiry = days < 0 ? `expired ${plural(-days, 'day')} ago` : `expires in ${plural(days, 'day')}`;
    const problem = `the certificate ${expiry} (minimum ${plural(certificateDaysLeft, 'day')})`;
    const remedy =
      'import a newer one under the same ARN; one that ACM issued renews itself while a load balancer or an' +
      ' API uses it and its validation records stand';
    findings.push(finding(problem, remedy));
  }
  return findings;
}

/** States of targets that pass by themselves (Elastic Load Balancing API Reference, TargetHealth). */
const PASSING_STATES = ['initial', 'draining'];

/**
 * Checks that a target group has targets, and that all of them are healthy, where they are checked.
 * @param targetWaitSeconds how long the cutover waits for targets whose states pass by themselves
 */
export function targetFindings(
  targetGroupArn: string,
  targets: readonly TargetReading[] | null,
  targetWaitSeconds: number,
): Finding[] {
  const group = targetGroupArn.slice(targetGroupArn.indexOf('targetgroup/'));
  const finding = (reason: string, remedy: string) => [stopFinding('targets', reason, remedy)];
  if (targets === null) {
    return finding(
      `${group} does not exist`,
      'correct preflight.targetGroupArns or preflight.oldTargetGroupArns, or the target groups of the router',
    );
  }
  if (targets.length === 0) {
    return finding(`${group} has no targets`, 'register the service with the target group');
  }
  const unhealthy = targets.filter((target) => !canServe(target));
  if (unhealthy.length === 0) {
    return [];
  }
  // A target that is draining gets no new connections, so the others serve without it.
  if (unhealthy.length < targets.length && unhealthy.every(({ state }) => state === 'draining')) {
    return [];
  }
  const list = unhealthy.map(
    (target) => `${target.id} is ${target.state}${target.reason === '' ? '' : ` (${target.reason})`}`,
  );
  const share = `${unhealthy.length} of ${plural(targets.length, 'target')} of ${group}`;
  const passes = unhealthy.every(({ state }) => PASSING_STATES.includes(state));
  const are = unhealthy.length === 1 ? 'is' : 'are';
  const reason = `${share} ${are} not healthy: ${shorten(list.join(', '), 300)}`;
  return [waitFinding('targets', reason, targetRemedy(unhealthy), passes ? targetWaitSeconds : 0)];
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
    return evaluationFindings(alarm);
  });
}

/** An alarm that CloudWatch cannot evaluate keeps its state, whatever happens. */
function evaluationFindings({ name, evaluationState }: AlarmReading): Finding[] {
  if (evaluationState === undefined) {
    return [];
  }
  const reason = `CloudWatch does not evaluate all data of alarm "${name}" (${evaluationState})`;
  return evaluationState === 'PARTIAL_DATA'
    ? [warnFinding('alarms', reason, 'narrow its query, so that CloudWatch can read all that it selects')]
    : [stopFinding('alarms', reason, 'correct its metrics or its query, and wait until it is evaluated')];
}

/** Whether a certificate name covers a host: a leading `*` stands for exactly one label (RFC 6125). */
function covers(name: string, host: string): boolean {
  const pattern = name.toLowerCase();
  return pattern.startsWith('*.')
    ? host.includes('.') && host.slice(host.indexOf('.')) === pattern.slice(1)
    : host === pattern;
}
