import { isFurther } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { routeName } from '../routers/route';
import type { RouteIssue } from '../routers/router-definition';

/**
 * Checks that the stages lead on from the percent that is there. No remedy moves live traffic: each one is a
 * plan whose stages are monitored.
 * @param percent on the new path, as the route was read
 */
export function startFindings(plan: Plan, percent: number): RouteIssue[] {
  const { stages, router } = plan;
  const here = `${routeName(router)} has ${round(percent)} % on the new path`;
  const [first = 0, last = 0] = [stages[0]?.percent, stages.at(-1)?.percent];
  if (percent === last) {
    return [
      {
        problem: `there is nothing to do: ${here} already, as in the last stage`,
        remedy: nextOf(plan, percent),
      },
    ];
  }
  if (!isFurther(plan, last, percent)) {
    const beyond = plan.direction === 'down' ? 'below' : 'above';
    return [
      {
        problem: `${here} already, ${beyond} the ${last} % of the last stage`,
        remedy: nextOf(plan, percent),
      },
    ];
  }
  return isFurther(plan, percent, first)
    ? [{ problem: `${here}, and the first stage is at ${first} %`, remedy: leaveOut(plan, percent) }]
    : [];
}

/** How to go on, and how to go back: with a plan whose stages are monitored. */
function nextOf({ direction }: Plan, percent: number): string {
  const here = `${round(percent)} %`;
  if (direction === 'down') {
    const on = percent === 0 ? [] : [`to go on, start a plan whose stages fall below ${here}`];
    return [...on, `to go up again, start a plan with direction: up whose stages rise above ${here}`].join(
      '; ',
    );
  }
  const on =
    percent === 100
      ? 'to go on, let "cutover decommission FILE" show what of the old path can go'
      : `to go on, start a plan whose stages rise above ${here}`;
  const back =
    'to go back, start the plan that "cutover plan FILE --undo --old-url URL --old-alarm NAME" makes of' +
    ' this one: its stages fall, and each is monitored on the old path';
  return `${on}; ${back}`;
}

/** Which stages to leave out, so that the plan begins where the route is. */
function leaveOut(plan: Plan, percent: number): string {
  const left = plan.stages.filter((stage) => isFurther(plan, percent, stage.percent));
  const names = left.map((stage) => `${stage.percent} %`).join(', ');
  const way = plan.direction === 'down' ? 'falls' : 'rises';
  return (
    `leave out ${left.length === 1 ? 'the stage' : 'the stages'} of ${names},` +
    ` so that the plan ${way} from ${round(percent)} %, and start again`
  );
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}
