import fc from 'fast-check';
import type { Plan } from '../../lambdas/core/plan/plan';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { recordRouteOf } from '../../lambdas/core/routers/route';
import type { Checked } from '../../lambdas/core/validation/problems';
import { checkScenario, type Scenario } from '../rehearsal/scenario';
import { withAbortInLead } from './draws/aborts-in-the-lead';
import { withOwnRange } from './draws/alarms-of-several-ranges';
import { withApprovals } from './draws/approvals-that-come';
import { type DrawnFault, withEndedPauses } from './draws/bounded-pauses';
import { withHangingDeployment } from './draws/deployments-that-hang';
import { mirrored } from './draws/drawn-course';
import { faults } from './draws/drawn-faults';
import { gateAnswers, gateFaults } from './draws/drawn-gates';
import { plans } from './draws/drawn-plans';
import { traffic, worlds } from './draws/drawn-worlds';
import { withFittingIntervals } from './draws/fitting-intervals';
import { forgottenClientOf, forgottenClients, withLongHold } from './draws/forgotten-clients';
import { momentOf, moments } from './draws/moments/moments';
import { withPausesAtShifts } from './draws/pauses-at-shifts';
import { starterOf } from './draws/policy-of-approvals';
import { withPromotion } from './draws/promotions-that-come';
import { withReference } from './draws/references-that-stay';
import { unreadiness, unreadyFor } from './draws/unready-from-the-start';
import { forRouter } from './other-router';

/** A plan, and a scenario for it. */
export interface Case {
  readonly plan: Plan;
  readonly scenario: Scenario;
}

/** One case in five has a second cutover of the route, which begins while the first runs or after it. */
const followUpCutovers = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 4_000 }))
  .map(([chance, seconds]) => (chance === 4 ? [{ at: seconds, name: 'simulated-again' }] : []));

const scenario = fc.record({
  seed: fc.integer({ min: 0, max: 2_147_483_647 }),
  traffic,
  world: worlds,
  faults,
  moments,
  gates: gateAnswers,
  gateFaults,
  unreadiness,
  followUpCutovers,
  forgottenClient: forgottenClients,
});

/** For a plan that lowers the TTL, the TTL of the records is usually higher. */
function withHighTtl<Drawn extends { readonly world: { readonly ttlSeconds: number } }>(drawn: Drawn): Drawn {
  return { ...drawn, world: { ...drawn.world, ttlSeconds: 5 * drawn.world.ttlSeconds } };
}

/** Host patterns that smoke tests may call: a comparison asks for the production name. */
export const SIMULATED_HOSTS = ['gw-*.example.com', 'api.example.com'];

/** Random plans, worlds and schedules of faults. */
export const cases: fc.Arbitrary<Case> = fc.tuple(plans, scenario).map(([drawn, drawnScenario]) => {
  const held = withLongHold(drawn.plan, drawnScenario.forgottenClient);
  const plan = valid('plan', checkPlan(withFittingIntervals(held), SIMULATED_HOSTS));
  const {
    world,
    faults: drawnFaults,
    gates,
    gateFaults: ofGates,
    moments: drawnMoments,
    unreadiness: drawnUnreadiness,
    forgottenClient,
    ...rest
  } = plan.ttl === undefined ? drawnScenario : withHighTtl(drawnScenario);
  const ownTypes: readonly string[] = recordRouteOf(plan.router)?.recordTypes ?? [];
  const otherRecords = world.otherRecords?.filter(({ recordType }) => !ownTypes.includes(recordType));
  // Route 53 refuses a weighted record beside a simple one.
  const isSimple = recordRouteOf(plan.router)?.adopt !== undefined;
  const isOfRoute = (recordType?: string) => recordType === undefined || ownTypes.includes(recordType);
  const ofMoment = forgottenClientOf(plan, forgottenClient) ?? momentOf(plan, drawnMoments);
  const unready = unreadyFor(plan, { weights: drawn.weights }, drawnUnreadiness);
  const possible = ((unready?.faults ?? ofMoment ?? drawnFaults) as readonly DrawnFault[]).filter(
    ({ kind, recordType }) => kind !== 'record-added' || !isSimple || !isOfRoute(recordType),
  );
  const { seed } = rest;
  const hasGates = plan.gates !== undefined;
  const approved = withApprovals(plan, withEndedPauses(possible, seed), seed);
  const startedBy = starterOf(approved, seed);
  const scenario = valid(
    'scenario',
    checkScenario({
      ...rest,
      ...(startedBy === undefined ? {} : { startedBy }),
      world: {
        ...world,
        ...{ alarms: withOwnRange(plan, world.alarms, seed), otherRecords, weights: drawn.weights },
        ...unready?.world,
      },
      ...(hasGates ? { gates } : {}),
      faults: [
        ...withPromotion(plan, approved, seed),
        ...withAbortInLead(plan, [], seed),
        ...withReference(plan, [], seed),
        ...withHangingDeployment(plan, [], seed),
        ...withPausesAtShifts(plan, [], seed),
        ...(hasGates ? ofGates : []),
      ],
    }),
  );
  const faced = plan.direction === 'down' ? { ...scenario, faults: mirrored(scenario.faults) } : scenario;
  return { plan, scenario: forRouter(faced, plan.router) };
});

function valid<Value>(what: string, checked: Checked<Value>): Value {
  if (!checked.ok) {
    throw new Error(`a drawn ${what} is not valid: ${JSON.stringify(checked.problems)}`);
  }
  return checked.value;
}
