import { accessRemedy } from '../core/access/refused-call';
import { alarmPlaceFor } from '../core/health/alarm-arn';
import { requestMeasureFindings } from '../core/measures/measure-findings';
import { gainingPath } from '../core/plan/direction';
import type { Plan } from '../core/plan/plan';
import type { Policy } from '../core/policy/policy';
import {
  acceptFindings,
  describeFindings,
  type Finding,
  findingsForPlan,
  stopFinding,
} from '../core/preflight/finding';
import { alarmFindings, certificateFindings, targetFindings } from '../core/preflight/preflight';
import { type WaitingSince, waitFor } from '../core/preflight/waiting';
import { recordRouteOf, routeNotices, targetGroupsWith } from '../core/routers/route';
import {
  healthCheckFindings,
  newHealthCheckIds,
  recordFindings,
} from '../core/routers/route53/new-health-check';
import { type NewRecord, newRecordOf } from '../core/routers/route53/new-record';
import { describeZone } from '../core/routers/route53/other-zones';
import { RouteBrokenError, ServiceBusyError } from '../core/shared/errors';
import type { ZoneReading } from '../core/shared/readings';
import { askedName } from '../core/smoke-test/asked-name';
import { changeSetFindings } from '../core/stack-changes/change-set-findings';
import type {
  Balancers,
  Certificates,
  ChangeSets,
  Clock,
  HealthChecks,
  HealthSource,
  Ledger,
  RouteRecords,
  TargetHealth,
  TrafficRouter,
} from '../ports';
import { checkMeasures } from './support/measures/check-measures';
import { type PreflightRoute, readRoute } from './support/read-route';
import { recordDecision } from './support/record-decision';

/** What the preflight reads. */
export interface PreflightPorts {
  readonly router: TrafficRouter;
  readonly records: RouteRecords;
  readonly healthChecks: HealthChecks;
  readonly certificates: Certificates;
  readonly changeSets: ChangeSets;
  readonly targets: TargetHealth;
  readonly balancers: Balancers;
  readonly health: Pick<HealthSource, 'alarms'>;
  readonly ledger: Pick<Ledger, 'read' | 'saveSnapshot' | 'record'>;
  readonly clock: Clock;
  /** What the first raise is held to; absent: nothing. */
  readonly policy?: Policy | undefined;
}

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  /** As the preflight before says; null: none has waited. */
  waitingSince: WaitingSince | null;
  /** Iterations of all loops since the cutover began. */
  iterations: number;
}

interface Output {
  /** `wait`: everything is checked again after `waitSeconds`. */
  verdict: 'pass' | 'fail' | 'wait';
  reason: string;
  findings: readonly Finding[];
  /** Whether records must be prepared, and everything checked again, before the cutover goes on. */
  prepare: boolean;
  /** Where the new records lead, for the smoke test; null unless a Route 53 route was read. */
  newRecord: NewRecord | null;
  waitSeconds: number;
  /** The input of the next preflight. */
  waitingSince: WaitingSince | null;
  iterations: number;
  /** The hosted zone of the route; null where it has none, or it was not read. */
  zone: ZoneReading | null;
}

/**
 * Runs all checks concurrently and reports every finding. When none stops, the route as it was read becomes
 * the snapshot that a revert restores. A route that must be prepared first is checked as it will be after
 * that, and again when it is. A finding that can pass by itself is waited for, for as long as the plan says.
 */
export const preflight =
  (ports: PreflightPorts) =>
  async ({ plan, execution, route, fence, waitingSince, iterations }: Input): Promise<Output> => {
    const { targetWaitSeconds } = plan.preflight;
    const read = await attempt(() => readRoute(ports, plan, route));
    let zone: ZoneReading | null = null;
    const found = await Promise.all([
      findings('route', async () => {
        await ports.router.ready?.(plan.router);
        return [...valueOrThrow(read).findings];
      }),
      findings('other-zone', async () => {
        if (!read.ok) {
          return [];
        }
        const { reading } = read.value;
        const around = await ports.router.around?.(plan.router, reading);
        zone = around?.zone ?? null;
        return findingsForPlan(plan, reading.percent, around?.findings);
      }),
      findings('health-check', () => checkNewHealth(ports, plan, execution, read)),
      findings('certificate', () => checkCertificate(ports, plan)),
      ...groupsToCheck(plan).map((arn) =>
        findings('targets', async () =>
          targetFindings(arn, await ports.targets.targets(arn), targetWaitSeconds),
        ),
      ),
      ...plan.preflight.changeSets.map((one) =>
        findings('change-set', async () => {
          const found = await ports.changeSets.describe(one.stackName, one.changeSetName);
          return changeSetFindings(one, found, ports.clock.now());
        }),
      ),
      findings('alarms', async () => {
        const alarms = await ports.health.alarms(plan.health.alarms);
        return [...alarmFindings(plan.health.alarms, alarms), ...requestMeasureFindings(plan, alarms)];
      }),
      findings('measures', () => checkMeasures(ports.balancers, plan)),
    ]);
    const accepted = acceptFindings(found.flat(), plan.preflight.accept);
    const { findings: all, verdict, ...wait } = waitFor(accepted, waitingSince, ports.clock.now());
    const prepare = read.ok && verdict === 'pass' && read.value.preparation !== null;
    const what = read.ok && verdict === 'pass' ? read.value.what : '';
    const notices = [...(read.ok ? routeNotices(plan.router, read.value.reading) : []), ...zoneNotices(zone)];
    const reason = `${describeFindings(all, notices)}${what === '' ? '' : `. ${what}`}`;
    if (read.ok && verdict === 'pass' && !prepare) {
      const { percent, version } = read.value.reading;
      await ports.ledger.saveSnapshot(route, fence, { percent, version });
    }
    const isWaiting = verdict === 'wait';
    const key = isWaiting ? 'preflight-waits' : prepare ? 'preflight-before-preparation' : 'preflight';
    // A wait is recorded once, with what it began for.
    if (!isWaiting || waitingSince === null) {
      await recordDecision(ports, { route, execution }, { key, what: `preflight ${verdict}`, reason });
    }
    return {
      ...{ verdict, reason, findings: all, prepare, newRecord: newRecordIn(plan, read), zone, ...wait },
      iterations: isWaiting ? iterations + 1 : iterations,
    };
  };

/** A private zone answers in its VPCs alone, so that nobody else moves. */
function zoneNotices(zone: ZoneReading | null): string[] {
  return zone?.isPrivate === true ? [`${describeZone(zone)}: clients in its VPCs move, and no others`] : [];
}

function newRecordIn(plan: Plan, read: Attempt<PreflightRoute>): NewRecord | null {
  const records = recordRouteOf(plan.router);
  if (records === null || !read.ok) {
    return null;
  }
  const found = newRecordOf(records, read.value.reading.version, gainingPath(plan));
  return { ...found, name: String(askedName(plan)) };
}

/**
 * The target groups that must be healthy: those of both paths, because a revert needs the old one. A plan
 * that moves away from the new path does not wait until that is healthy again.
 */
function groupsToCheck({ preflight, direction, router }: Plan): readonly string[] {
  const groups = targetGroupsWith(router, {
    old: preflight.oldTargetGroupArns,
    new: preflight.targetGroupArns,
  });
  return direction === 'down' ? groups.old : [...groups.new, ...groups.old];
}

/** A route that could not be read is reported once, by the route check. */
async function checkNewHealth(
  ports: PreflightPorts,
  { router }: Plan,
  execution: string,
  read: Attempt<PreflightRoute>,
): Promise<Finding[]> {
  const records = recordRouteOf(router);
  if (records?.newHealthCheck === undefined || !read.ok) {
    return [];
  }
  const alarm = alarmPlaceFor(execution, records.newHealthCheck.alarm);
  const { version } = read.value.reading;
  const checks = newHealthCheckIds(records, version).map(async (id) =>
    healthCheckFindings(alarm, id, await ports.healthChecks.describe(id, records)),
  );
  return [...recordFindings(records, version), ...(await Promise.all(checks)).flat()];
}

async function checkCertificate(ports: PreflightPorts, plan: Plan): Promise<Finding[]> {
  const { certificateArn } = plan.preflight;
  if (certificateArn === undefined) {
    return [];
  }
  return certificateFindings(plan, await ports.certificates.describe(certificateArn), ports.clock.now());
}

/** A check that fails is a finding too, unless the service was only busy: then the step is retried. */
async function findings(check: Finding['check'], run: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ServiceBusyError) {
      throw error;
    }
    const { name, message } = error as Error;
    return error instanceof RouteBrokenError
      ? [stopFinding(check, message, 'correct this, then start again')]
      : [
          stopFinding(
            check,
            `could not be checked: ${name}: ${message}`,
            accessRemedy(error) ?? 'correct what the message names, and start again',
          ),
        ];
  }
}

/** A value, or the error that it could not be read for. */
type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

async function attempt<T>(run: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, error };
  }
}

function valueOrThrow(read: Attempt<PreflightRoute>): PreflightRoute {
  if (!read.ok) {
    throw read.error;
  }
  return read.value;
}
