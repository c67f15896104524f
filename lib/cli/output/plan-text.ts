import type { StageOutlook } from '../../../lambdas/core/comparison/outlook';
import type { CalendarEntry } from '../../../lambdas/core/estimate/calendar';
import { type Estimate, MAX_HISTORY_EVENTS } from '../../../lambdas/core/estimate/estimate';
import type { Overlap } from '../../../lambdas/core/estimate/overlap';
import { gainingPath } from '../../../lambdas/core/plan/direction';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Finding } from '../../../lambdas/core/preflight/finding';
import { describeRoute, pathNames, recordRouteOf } from '../../../lambdas/core/routers/route';
import { referencesIn } from '../../../lambdas/core/secrets/secret-problems';
import { plural } from '../../../lambdas/core/shared/plural';
import { baseUrlChecks, productionNameChecks } from '../../../lambdas/core/smoke-test/production-name';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { longestApprovals } from './approvals-text';
import { calendarTable } from './calendar-text';
import { comparisonLine, outlookTable } from './comparison-text';
import { duration, labelled, number, usd, wrap } from './format';
import { describeSources, gatesLine, probesLine, remainingLine } from './monitored-text';
import { textTable } from './text-table';

const LABEL_WIDTH = 17;

/** What a plan takes, and what about it is unwise. */
export interface PlanNumbers {
  readonly estimated: Estimate;
  readonly overlap: Overlap;
  /** What is waited for after the soaks of stages: see `approvalLines`. */
  readonly approvals: readonly string[];
  readonly warnings: readonly Problem[];
  /** What the preflight will find whatever the account has. */
  readonly findings: readonly Finding[];
  /** When each part begins; empty without a start. */
  readonly calendar: readonly CalendarEntry[];
  /** What the comparison can know in each stage; empty without the traffic. */
  readonly outlook: readonly StageOutlook[];
}

/** A checked plan: its stages, how long it takes, how fast it reverts, and what it costs. */
export function printPlan(plan: Plan, about: PlanNumbers, columns: number): string {
  const { router, health } = plan;
  const { estimated, overlap, approvals, warnings, findings, outlook, calendar } = about;
  const paths = pathNames(router);
  const line = (label: string, text: string) => labelled(label, text, LABEL_WIDTH, columns);
  const lines = [
    wrap(
      `Plan "${plan.name}": ${describeRoute(router)}, from "${paths.old}" to "${paths.new}"`,
      columns - 2,
      '  ',
    ),
    '',
    phaseTable(estimated, columns),
    '',
    line('Direction', describeDirection(plan)),
    line('Smoke test', describeSmokeTest(plan)),
    ...probesLine(plan, estimated).map((text) => line('Probes', text)),
    ...gatesLine(plan).map((text) => line('Gates', text)),
    ...secretsLine(plan).map((text) => line('Secrets', text)),
    line('Alarms', health.alarms.join(', ')),
    line('Requests', describeSources(plan)),
    ...remainingLine(plan).map((text) => line('Remaining', text)),
    ...comparisonLine(plan).map((text) => line('Comparison', text)),
    ...preparationOf(plan).map(([label, text]) => line(label, text)),
    ...approvals.map((text, i) => line(i === 0 ? 'Approvals' : '', text)),
    line('Duration', describeDuration(estimated, longestApprovals(plan))),
    line(
      'Revert time',
      `${duration(estimated.backSeconds)} after an alarm; ${duration(estimated.worstBackSeconds)} if` +
        ' its event is lost',
    ),
    line('Transitions', number(estimated.transitions)),
    line(
      'History events',
      `${number(estimated.historyEvents)}; at most ${number(estimated.worstHistoryEvents)} of` +
        ` ${number(MAX_HISTORY_EVENTS)}`,
    ),
    line('Workflow cost', `about ${usd(estimated.estimatedUsd)}`),
    line('Overlap cost', describeOverlap(overlap)),
    '',
    wrap(
      'A stage lasts until every period that its alarms evaluate lies after the shift:' +
        ' about 5 minutes for alarms of ' +
        '3 one-minute periods.',
      columns,
      '',
    ),
    ...(calendar.length === 0 ? [] : ['', calendarTable(calendar, columns)]),
    ...(outlook.length === 0 ? [] : ['', outlookTable(outlook, columns)]),
    ...findings.map(({ check, reason, remedy }) =>
      wrap(`\nWarning: ${check}: ${reason}; ${remedy}`, columns, ''),
    ),
    ...warnings.map(({ path, message }) => wrap(`\nWarning: ${path} ${message}`, columns, '')),
  ];
  return `${lines.join('\n')}\n`;
}

/** The estimate is without the time that operators take to approve. */
function describeDuration({ durationSeconds }: Estimate, longestApproval: number): string {
  const more = longestApproval === 0 ? '' : `, and up to ${duration(longestApproval)} more for approvals`;
  return `about ${duration(durationSeconds)}${more}`;
}

/** Where it begins is read by the preflight; where it ends, and what it monitors, the plan says. */
function describeDirection({ direction, stages }: Plan): string {
  const last = stages.at(-1)?.percent;
  return direction === 'down'
    ? `down to ${last} % from the percent that is there; alarms, checks and targets are those of the old path`
    : `up to ${last} % from the percent that is there`;
}

/** `2 checks of https://gw-api.example.com, and 2 of api.example.com at the targets of the new record`. */
function describeSmokeTest({ router, smokeTest, direction }: Plan): string {
  const record = recordRouteOf(router);
  const atBaseUrl = `${plural(baseUrlChecks(smokeTest).length, 'check')} of ${smokeTest.baseUrl}`;
  return record === null
    ? atBaseUrl
    : `${atBaseUrl}, and ${productionNameChecks(smokeTest).length} of ${record.recordName}` +
        ` at the targets of the ${gainingPath({ direction })} record`;
}

/** The secrets that the deployment must name; no line without any. */
function secretsLine({ smokeTest }: Plan): readonly string[] {
  const arns = referencesIn(smokeTest.checks, '').map(({ reference }) => reference.secret);
  return arns.length === 0 ? [] : [[...new Set(arns)].join(', ')];
}

function phaseTable({ phases }: Estimate, columns: number): string {
  let stage = 0;
  const rows = phases.map((phase) => {
    stage += phase.phase === 'stage' ? 1 : 0;
    return [
      phase.phase === 'stage' ? `stage ${stage}` : phase.phase,
      phase.percent === null ? 'as it is' : `${phase.percent} %`,
      duration(phase.soakSeconds),
      duration(phase.seconds),
      `${number(phase.evaluations)}, every ${duration(phase.everySeconds)}`,
    ];
  });
  const heads = ['new path', 'soak', 'duration', 'evaluations'].map((head) => ({ head, isNumber: true }));
  return textTable([{ head: '' }, ...heads], rows, columns);
}

/** What happens to the records before the first stage: a label and a text for each line. */
function preparationOf({ router, ttl }: Plan): readonly (readonly [string, string])[] {
  const adopts = recordRouteOf(router)?.adopt !== undefined;
  return [
    ...(adopts
      ? [['Adoption', 'a simple record becomes the weighted pair at 100/0, in one change batch'] as const]
      : []),
    ...(ttl === undefined
      ? []
      : [
          [
            'TTL',
            `lowered to ${duration(ttl.seconds)}, then a lead of ${duration(ttl.leadSeconds)};` +
              ' restored at the end.' +
              ' Alias records are left unchanged: they use the TTL of their target',
          ] as const,
        ]),
  ];
}

const SOURCES: Readonly<Record<Overlap['from'], string>> = {
  plan: 'as listed in the plan',
  named: 'the load balancers that the plan names; list other resources in overlap',
  assumed: 'an assumption; list the resources that exist twice in overlap',
};

/** `1.788 USD for 73 h of both paths, 4.116 USD per week: 1 alb (us-east-1; …)`. */
function describeOverlap({ lines, hours, usd: cost, usdPerWeek, from, notCounted }: Overlap): string {
  const items = lines
    .map(({ kind, count, size }) => `${number(count)} ${kind}${size === undefined ? '' : ` of ${size}`}`)
    .join(', ');
  const without = notCounted.length === 0 ? '' : `; without ${notCounted.join('; ')}`;
  return (
    `${usd(cost)} for ${number(hours)} h of both paths, ${usd(usdPerWeek)} per week: ` +
    `${items === '' ? 'nothing' : items} (us-east-1; ${SOURCES[from]})${without}`
  );
}
