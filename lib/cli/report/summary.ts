import type { Plan } from '../../../lambdas/core/plan/plan';
import { describeRoute, pathNames } from '../../../lambdas/core/routers/route';
import type { RehearsalResult } from '../../rehearsal/result';
import type { Outcome } from '../../rehearsal/timeline/timeline-event';
import { duration, number } from '../output/format';
import { describeUsers } from '../output/users-text';
import { type Html, html } from './html';

const MEANING: Readonly<Record<Outcome, string>> = {
  succeeded: 'Every stage passed. The reason says whether the old path can go.',
  rejected: 'The cutover stopped before it moved any traffic.',
  reverted: 'The cutover moved the traffic back to the snapshot from before the first shift.',
  'revert-failed': 'The cutover could not move the traffic back: an operator must.',
};

/** The head of the page: what was rehearsed, and its outcome. */
export function summary(plan: Plan, result: RehearsalResult): Html {
  const { router } = plan;
  const paths = pathNames(router);
  const { requests, failed, onNew, maxPercent, finalPercent } = result.traffic;
  return html`<header>
<p class="kind">Rehearsal of a cutover</p>
<h1>${plan.name}</h1>
<p class="outcome ${result.outcome}"><strong>${result.outcome}</strong> ${MEANING[result.outcome]}</p>
<dl>
${fact('Reason', result.reason)}
${fact('Scenario', `${result.scenario}, seed ${result.seed}`)}
${fact('Route', describeRoute(router))}
${fact('Paths', `from "${paths.old}" to "${paths.new}"`)}
${fact('Duration', `${duration(result.durationSeconds)} of simulated time`)}
${fact('Requests', `${number(requests)}, of them ${number(onNew)} on the new path; ${number(failed)} failed`)}
${fact('Users', describeUsers(router, result.traffic))}
${fact('Split', `at most ${rounded(maxPercent)} % on the new path, ${rounded(finalPercent)} % at the end`)}
</dl>
</header>`;
}

/** Weights of 2/1 are 33.33 %. */
function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}

function fact(name: string, value: string): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
