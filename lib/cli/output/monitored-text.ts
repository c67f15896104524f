import type { Estimate } from '../../../lambdas/core/estimate/estimate';
import { secondsToDecide } from '../../../lambdas/core/estimate/probe-estimate';
import { type Gate, gateInterval, gateTimeout } from '../../../lambdas/core/gates/gate';
import { takesAll } from '../../../lambdas/core/health/remaining-traffic';
import { requestSources } from '../../../lambdas/core/measures/measures';
import { remainingSources } from '../../../lambdas/core/measures/remaining-sources';
import { givingPath } from '../../../lambdas/core/plan/direction';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { plural } from '../../../lambdas/core/shared/plural';
import { probePaceOf, repeatedChecks } from '../../../lambdas/core/smoke-test/repeated-checks';
import { duration, number } from './format';

/** Where the requests of the path that gains are counted. */
export function describeSources(plan: Plan): string {
  const sources = requestSources(plan);
  return sources === null ? 'not counted' : `counted at ${sources.join(', ')}`;
}

/**
 * Where the requests are counted that still arrive at the path which has given its traffic up, and above what
 * number it is kept; no line for a plan that leaves that path some traffic.
 */
export function remainingLine(plan: Plan): readonly string[] {
  // Only what is left of an old path is proven at the end.
  const isProven = plan.direction === 'up';
  if (!takesAll(plan) || (!isProven && plan.hold === undefined)) {
    return [];
  }
  const path = givingPath(plan);
  const sources = remainingSources(plan);
  if (sources === null) {
    return [`requests that still arrive at the ${path} path are not counted (remainingTraffic.source)`];
  }
  const hours = plan.hold === undefined ? [] : ['each hour of the hold'];
  const times = [...hours, ...(isProven ? ['at the end'] : [])].join(' and ');
  const limit = plural(plan.remainingTraffic.maxRequestsPerHour, 'request');
  const kept = isProven ? `, and the ${path} path is kept` : '';
  return [
    `requests on the ${path} path counted at ${sources.join(', ')}, ${times};` +
      ` above ${limit} in an hour they are too many${kept}`,
  ];
}

/** The gates that the deployment must have: when each is asked, and how long it may run; or no line. */
export function gatesLine({ gates = [], hold }: Plan): readonly string[] {
  const when = (gate: Gate): string => {
    if (gate.at !== 'soak') {
      return gate.at === 'each-stage' ? 'once in each stage' : 'before any traffic';
    }
    const inHold = hold === undefined ? '' : ` and every ${duration(gateInterval(gate, 'hold'))} in the hold`;
    return `every ${duration(gateInterval(gate, 'soak'))} in soaks${inHold}`;
  };
  const texts = gates.map(
    (gate) => `${gate.name} ${when(gate)} (runs at most ${duration(gateTimeout(gate))})`,
  );
  return texts.length === 0 ? [] : [texts.join(', ')];
}

/** How often checks are sent again, what reverts, and how soon; no line without probes. */
export function probesLine(plan: Plan, { probes }: Estimate): readonly string[] {
  const { smokeTest, hold } = plan;
  const pace = probePaceOf(smokeTest);
  if (pace === null || probes === null) {
    return [];
  }
  const inHold = hold === undefined ? '' : ` and every ${duration(pace.holdEverySeconds)} in the hold`;
  const within = (phase: 'soak' | 'hold') => duration(secondsToDecide(plan, phase));
  const laterInHold = hold === undefined ? '' : ` (in the hold ${within('hold')})`;
  return [
    `${plural(repeatedChecks(smokeTest).length, 'check')} again every ${duration(pace.everySeconds)} in` +
      ` soaks${inHold}, ${number(probes.rounds)} times in all; a check that fails` +
      ` ${plural(pace.failuresInARow, 'time')} in a row reverts, within ${within('soak')} of the failure` +
      laterInHold,
  ];
}
