import Table from 'cli-table3';
import { type Estimate, estimate, MAX_HISTORY_EVENTS } from '../../../lambdas/core/estimate/estimate';
import { type Overlap, overlapOf } from '../../../lambdas/core/estimate/overlap';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { describeRoute, pathNames, recordRouteOf } from '../../../lambdas/core/routers/route';
import { readChecked } from '../input/read-file';
import { duration, number, usd } from '../output/format';
import type { Terminal } from '../output/terminal';

/** Reads and checks a plan file as the first state of the workflow does. */
export function readPlan(file: string, allowHost: readonly string[] | undefined): Plan {
  return readChecked(file, 'plan', (value) => checkPlan(value, allowHost));
}

/** Shows a checked plan: what it will do, how long, and what it costs. */
export function planCommand(
  file: string,
  options: { readonly allowHost?: readonly string[]; readonly json?: boolean },
  terminal: Terminal,
): void {
  const plan = readPlan(file, options.allowHost);
  const estimated = estimate(plan);
  const overlap = overlapOf(plan);
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ plan, estimate: estimated, overlap }, null, 2)}\n`
      : describe(plan, estimated, overlap),
  );
}

function describe(plan: Plan, estimated: Estimate, overlap: Overlap): string {
  const { router, health, smokeTest } = plan;
  const paths = pathNames(router);
  const table = new Table({
    head: ['', 'new path', 'soak', 'takes about', 'looks'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  });
  let stage = 0;
  for (const phase of estimated.phases) {
    stage += phase.phase === 'stage' ? 1 : 0;
    table.push([
      phase.phase === 'stage' ? `stage ${stage}` : phase.phase,
      `${phase.percent} %`,
      duration(phase.soakSeconds),
      duration(phase.seconds),
      `${number(phase.evaluations)}, every ${duration(phase.everySeconds)}`,
    ]);
  }
  const lines = [
    `Plan "${plan.name}": ${describeRoute(router)}, from "${paths.old}" to "${paths.new}"`,
    '',
    table.toString(),
    '',
    `Smoke test       ${smokeTest.checks.length} ${smokeTest.checks.length === 1 ? 'check' : 'checks'} of ${smokeTest.baseUrl}`,
    `Watched          ${health.alarms.join(', ')}`,
    ...describePreparation(plan),
    `Takes about      ${duration(estimated.durationSeconds)}`,
    `Worst time back  ${duration(estimated.worstBackSeconds)} from an alarm until all traffic is back, should its event be lost just after a look; ${duration(estimated.backSeconds)} where it is not`,
    `Transitions      ${number(estimated.transitions)}`,
    `History events   ${number(estimated.historyEvents)}, at worst ${number(estimated.worstHistoryEvents)} of ${number(MAX_HISTORY_EVENTS)}`,
    `Costs about      ${usd(estimated.estimatedUsd)}`,
    `Overlap          ${describeOverlap(overlap)}`,
    '',
    'A stage lasts until its alarms speak of the time after the shift alone: about 5 minutes for 3 of 3 one-minute periods.',
  ];
  return `${lines.join('\n')}\n`;
}

/** What is made ready before the first stage; nothing when the plan asks for nothing. */
function describePreparation({ router, ttl }: Plan): string[] {
  const adopts = recordRouteOf(router)?.adopt !== undefined;
  const lowered =
    ttl === undefined
      ? []
      : [
          `TTL lowered      to ${duration(ttl.seconds)}, then ${duration(ttl.leadSeconds)} of lead; put back in the end. An alias is left alone: it answers with its target's TTL and has none of its own`,
        ];
  return [
    ...(adopts ? ['Adopted          a simple record becomes the weighted pair at 100/0, in one batch'] : []),
    ...lowered,
  ];
}

const FROM: Readonly<Record<Overlap['from'], string>> = {
  plan: 'as the plan lists it',
  named: 'by the load balancers that the plan names; list others in overlap',
  assumed: 'an assumption; list what there is twice in overlap',
};

/** Both paths side by side: `0.245 USD for 10 h, 4.116 USD a week: 1 alb (…), us-east-1`. */
function describeOverlap({ lines, hours, usd: cost, usdPerWeek, from }: Overlap): string {
  const items = lines.map(({ kind, count }) => `${number(count)} ${kind}`).join(', ');
  return `${usd(cost)} for ${number(hours)} h of both paths, ${usd(usdPerWeek)} a week: ${items === '' ? 'nothing' : items} (us-east-1; ${FROM[from]})`;
}
