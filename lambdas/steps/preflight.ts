import { requestMeasureFindings } from '../core/measures/measure-findings';
import { gainingPath } from '../core/plan/direction';
import type { Plan } from '../core/plan/plan';
import type { Policy } from '../core/policy/policy';
import { calendarFindings } from '../core/preflight/change-calendar';
import { acceptFindings, describeFindings, type Finding, findingsForPlan } from '../core/preflight/finding';
import { alarmFindings, targetFindings } from '../core/preflight/preflight';
import { type WaitingSince, waitFor } from '../core/preflight/waiting';
import { recordRouteOf, routeNotices } from '../core/routers/route';
import { type NewRecord, newRecordOf } from '../core/routers/route53/new-record';
import { describeZone } from '../core/routers/route53/other-zones';
import type { ZoneReading } from '../core/shared/readings';
import { askedName } from '../core/smoke-test/asked-name';
import { changeSetFindings } from '../core/stack-changes/change-set-findings';
import type {
  AutoScalingGroups,
  Balancers,
  Certificates,
  ChangeCalendars,
  ChangeSets,
  Clock,
  HealthChecks,
  HealthSource,
  Ledger,
  RouteRecords,
  TargetHealth,
  TrafficRouter,
} from '../ports';
import { checkComparison } from './support/measures/check-comparison';
import { checkMeasures } from './support/measures/check-measures';
import { type Attempt, attempt, findingsOf, valueOrThrow } from './support/preflight/attempt';
import { checkGroup, gainingGroups } from './support/preflight/check-group';
import { checkCertificate, checkNewHealth, groupsToCheck } from './support/preflight/plan-checks';
import { type PreflightRoute, readRoute } from './support/preflight/read-route';
import { recordDecision } from './support/record-decision';

/** What the preflight reads. */
export interface PreflightPorts {
  readonly router: TrafficRouter;
  readonly records: RouteRecords;
  readonly healthChecks: HealthChecks;
  readonly certificates: Certificates;
  readonly changeSets: ChangeSets;
  readonly calendars: ChangeCalendars;
  readonly targets: TargetHealth;
  readonly autoScalingGroups: AutoScalingGroups;
  readonly balancers: Balancers;
  readonly health: Pick<HealthSource, 'alarms' | 'hours'>;
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
      findingsOf('route', async () => {
        await ports.router.ready?.(plan.router);
        return [...valueOrThrow(read).findings];
      }),
      findingsOf('other-zone', async () => {
        if (!read.ok) {
          return [];
        }
        const { reading } = read.value;
        const around = await ports.router.around?.(plan.router, reading);
        zone = around?.zone ?? null;
        return findingsForPlan(plan, reading.percent, around?.findings);
      }),
      findingsOf('health-check', () => checkNewHealth(ports, plan, execution, read)),
      findingsOf('certificate', () => checkCertificate(ports, plan)),
      ...groupsToCheck(plan).map((arn) =>
        findingsOf('targets', async () =>
          targetFindings(arn, await ports.targets.targets(arn), targetWaitSeconds),
        ),
      ),
      ...gainingGroups(plan).map((one) =>
        findingsOf('instances', () => checkGroup(ports.autoScalingGroups, plan, one)),
      ),
      ...plan.preflight.changeSets.map((one) =>
        findingsOf('change-set', async () => {
          const found = await ports.changeSets.describe(one.stackName, one.changeSetName);
          return changeSetFindings(one, found, ports.clock.now());
        }),
      ),
      ...(plan.changeCalendars ?? []).map((calendar) =>
        findingsOf('calendar', async () => calendarFindings(calendar, await ports.calendars.read(calendar))),
      ),
      findingsOf('alarms', async () => {
        const alarms = await ports.health.alarms(plan.health.alarms);
        return [...alarmFindings(plan.health.alarms, alarms), ...requestMeasureFindings(plan, alarms)];
      }),
      findingsOf('measures', () => checkMeasures(ports.balancers, plan)),
      findingsOf('comparison', () => checkComparison(ports.health, ports.clock, plan)),
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
      await recordDecision(
        ports,
        { route, execution },
        {
          ...{ key, kind: 'preflight', what: `preflight ${verdict}`, reason },
          // What is waited for may still become ready.
          verdict: verdict === 'wait' ? 'inconclusive' : verdict,
        },
      );
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
