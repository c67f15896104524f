import type { ExpectedTraffic } from '../../../lambdas/core/comparison/detectable';
import { outlookFindings, outlookOf } from '../../../lambdas/core/comparison/outlook';
import { type CalendarEntry, calendarOf } from '../../../lambdas/core/estimate/calendar';
import { estimate } from '../../../lambdas/core/estimate/estimate';
import { withMilestones } from '../../../lambdas/core/estimate/milestones';
import { overlapOf } from '../../../lambdas/core/estimate/overlap';
import { alarmEventWarnings } from '../../../lambdas/core/health/alarm-events';
import { requestMeasureFindings } from '../../../lambdas/core/measures/measure-findings';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { firstStagePolicyProblems } from '../../../lambdas/core/policy/stage-problems';
import { credentialWarnings } from '../../../lambdas/core/secrets/credential-warnings';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { UsageError } from '../../shared/usage-error';
import { readMilestones } from '../input/read-milestones';
import { readPlan } from '../input/read-plan';
import { readPolicy } from '../input/read-policy';
import { approvalLines } from '../output/approvals-text';
import { CALENDAR_FILE, calendarText } from '../output/calendar-text';
import { printPlan } from '../output/plan-text';
import type { Terminal } from '../output/terminal';
import { writeWhole } from '../output/write-file';

/** The options of `cutover plan`. */
export interface PlanOptions {
  readonly allowHost?: readonly string[];
  readonly policy?: string;
  readonly json?: boolean;
  /** Of the route, both paths together. */
  readonly requestsPerMinute?: number;
  /** Of the old path, in percent. */
  readonly errorRate?: number;
  /** When the cutover starts, in epoch milliseconds: shows when each part begins. */
  readonly calendar?: number;
  /** File of what is done before and after the cutover, which gets dates as well. */
  readonly milestones?: string;
  /** File for the same as iCalendar. */
  readonly ics?: string;
}

/**
 * Checks a plan and shows its stages, duration, revert time and cost.
 * @throws UsageError that lists every problem of the policy or the plan, or for a file that cannot be written
 */
export function planCommand(file: string, options: PlanOptions, terminal: Terminal): void {
  const policy = readPolicy(options.policy);
  const plan = readPlan(file, options.allowHost, policy);
  const estimated = estimate(plan);
  const overlap = overlapOf(plan);
  const warnings = [
    ...credentialWarnings(plan.smokeTest.checks, 'smokeTest.checks'),
    ...alarmEventWarnings(plan),
    ...firstStageWarnings(plan, policy),
  ];
  const traffic = trafficOf(options);
  const findings = [
    ...requestMeasureFindings(plan, null),
    ...(traffic === null ? [] : outlookFindings(plan, traffic)),
  ];
  const outlook = traffic === null ? [] : outlookOf(plan, traffic);
  const calendar = calendarFor(plan, options);
  const about = { overlap, warnings, findings, calendar };
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ plan, estimate: estimated, ...about, comparison: outlook }, null, 2)}\n`
      : printPlan(
          plan,
          { ...about, approvals: approvalLines(plan, policy), estimated, outlook },
          terminal.columns,
        ),
  );
}

/** The dates of the plan, which are also written where `--ics` says. Empty where none are asked for. */
function calendarFor(plan: Plan, { calendar, milestones, ics }: PlanOptions): readonly CalendarEntry[] {
  if (calendar === undefined) {
    if (milestones !== undefined) {
      throw new UsageError(
        `--milestones is ${milestones}, but its days are counted from the dates of --calendar; add it, with` +
          ' the time of the start',
      );
    }
    if (ics !== undefined) {
      throw new UsageError('--ics writes the dates of --calendar; add it, with the time of the start');
    }
    return [];
  }
  const cutover = calendarOf(plan, calendar);
  const entries = milestones === undefined ? cutover : withMilestones(cutover, readMilestones(milestones));
  if (ics !== undefined) {
    writeWhole(ics, calendarText(plan, entries), CALENDAR_FILE);
  }
  return entries;
}

/** Percent of errors that is taken where `--error-rate` is not given. */
const USUAL_ERROR_PERCENT = 0.1;

function trafficOf({ requestsPerMinute, errorRate }: PlanOptions): ExpectedTraffic | null {
  if (requestsPerMinute === undefined) {
    if (errorRate !== undefined) {
      throw new UsageError('--error-rate is for --requests-per-minute; add it, or remove --error-rate');
    }
    return null;
  }
  return { requestsPerMinute, errorRate: (errorRate ?? USUAL_ERROR_PERCENT) / 100 };
}

/**
 * What the policy refuses of the first raise if the route is at 0 %. Where it is, only the preflight
 * reads.
 */
function firstStageWarnings(plan: Plan, policy: Policy | undefined): Problem[] {
  return firstStagePolicyProblems(plan, policy, 0).map(({ path, message }) => ({
    path,
    message: `${message}. This counts from 0 %; the preflight counts from the percent that is there`,
  }));
}
