import type { SoakDecision } from '../../../lambdas/core/health/soak';
import type { RouteOutcome } from '../../../lambdas/steps/release-lock';
import type { Revert } from '../../../lambdas/steps/revert-traffic';
import type { Shift } from '../../../lambdas/steps/shift-traffic';

/** A primitive value in what a step gives back: the handlers log these below `result`. */
type ResultField = keyof SoakDecision | keyof RouteOutcome | keyof Shift | keyof Revert;

/** What was decided, in the first of these that a step gives back. */
const DECIDED: readonly ResultField[] = ['move', 'outcome', 'action', 'verdict'];

const of = (field: ResultField) => `result.${field}`;

/** How many decisions are shown, the newest first. */
const SHOWN = 100;

/**
 * The lines of a query of CloudWatch Logs Insights for the decisions of a route, in the entries that
 * `taskHandler` logs. An evaluation after which the cutover goes on waiting is left out where it passed: with
 * one a minute, nothing else would be seen.
 * @param route the key of the route
 */
export function decisionQuery(route: string): string[] {
  const passed = `${of('move')} = "wait" and ${of('verdict')} = "pass"`;
  return [
    `filter route = "${route}" and message in ["ended", "failed"]`,
    `filter not (ispresent(${of('move')}) and ${passed})`,
    `fields @timestamp, state, coalesce(${[...DECIDED.map(of), 'error'].join(', ')}) as decided`,
    `fields ${of('verdict')} as verdict, ${of('percent')} as percent`,
    `fields coalesce(${of('reason')}, reason) as why`,
    'display @timestamp, state, decided, verdict, percent, why, execution',
    'sort @timestamp desc',
    `limit ${SHOWN}`,
  ];
}
