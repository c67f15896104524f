import type { Plan } from '../../../lambdas/core/plan/plan';
import { describeRoute, pathNames } from '../../../lambdas/core/routers/route';
import type { Outcome } from '../../rehearsal/timeline/timeline-event';
import type { RehearsedScenario } from '../commands/rehearse/run-scenario';
import { duration, number } from '../output/format';
import { describeExpected } from '../output/rehearsal-text';
import { describeUsers } from '../output/users-text';
import { type Html, html } from './html';
import { fact } from './page';

const MEANING: Readonly<Record<Outcome, string>> = {
  succeeded: 'Every stage passed. The reason says whether the old path can go.',
  rejected: 'The cutover stopped before it moved any traffic.',
  reverted: 'The cutover moved the traffic back to the snapshot from before the first shift.',
  'revert-failed': 'The cutover could not move the traffic back: an operator must.',
};

/** The head of the page: what was rehearsed, and its outcome. */
export function summary(plan: Plan, { rehearsal, scenario, expected }: RehearsedScenario): Html {
  const { result } = rehearsal;
  const end = expected === null ? 'the scenario expects nothing' : describeExpected(result.outcome, expected);
  const { router } = plan;
  const paths = pathNames(router);
  const { requests, failed, onNew, maxPercent, finalPercent } = result.traffic;
  return html`<header>
<p class="kind">Rehearsal of a cutover</p>
<h1>${plan.name}</h1>
<p class="outcome ${result.outcome}"><strong>${result.outcome}</strong> ${MEANING[result.outcome]}</p>
<dl>
${fact('Reason', result.reason)}
${fact('Scenario', describeScenario(result.scenario, scenario))}
${fact('Expected', end)}
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

function describeScenario(name: string, { seed, description }: RehearsedScenario['scenario']): string {
  return `${name}, seed ${seed}${description === undefined ? '' : `: ${description}`}`;
}
