import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { checkPolicy } from '../../lambdas/core/policy/policy-checks';
import { policyProblems } from '../../lambdas/core/policy/policy-problems';
import { firstStagePolicyProblems } from '../../lambdas/core/policy/stage-problems';
import { type Case, cases, SIMULATED_HOSTS } from '../../lib/simulation/cases';
import { inputOf, tightestPolicy } from '../../lib/simulation/takeover';

const seedOf = (isTakeover: boolean) => (isTakeover ? 7 : 8);
const startOf = ({ scenario: { world } }: Case) => {
  const { old, new: fresh } = world.weights ?? { old: 100, new: 0 };
  return (100 * fresh) / (old + fresh);
};

test('the policy of a case allows its plan, and no takeover of its route', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ plan, scenario }, isTakeover) => {
      const policy = tightestPolicy({ plan, scenario });
      const start = startOf({ plan, scenario });
      const problemsOf = (one: Case['plan']) => [
        ...policyProblems(one, policy),
        ...firstStagePolicyProblems(one, policy, start),
      ];
      expect(checkPolicy(policy)).toMatchObject({ ok: true });
      expect(problemsOf(plan)).toEqual([]);
      const input = inputOf({ plan, scenario: { ...scenario, seed: seedOf(isTakeover) } });
      const taken = checkPlan(input, SIMULATED_HOSTS);
      const isAllowed = taken.ok && problemsOf(taken.value).length === 0;
      expect([taken.ok, isAllowed]).toEqual([true, input === plan]);
      expect(isTakeover || isAllowed).toBe(true);
    }),
  );
});

test('a plan with one raise, or one that moves down, is not taken over', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ plan, scenario }, isTakeover) => {
      const raises = plan.stages.filter(({ percent }) => percent > startOf({ plan, scenario }));
      const quiet = scenario.faults.filter(({ kind }) => kind !== 'record-changed');
      const input = inputOf({ plan, scenario: { ...scenario, faults: quiet, seed: seedOf(isTakeover) } });
      expect(input === plan).toBe(!isTakeover || plan.direction === 'down' || raises.length < 2);
    }),
  );
});

test('a route that somebody else changes is not taken over: the policy counts from where it is', () => {
  fc.assert(
    fc.property(cases, ({ plan, scenario }) => {
      const [changed] = [{ kind: 'record-changed' as const, weights: { old: 80, new: 20 }, at: 0 }];
      expect(inputOf({ plan, scenario: { ...scenario, faults: [changed], seed: seedOf(true) } })).toBe(plan);
    }),
    { numRuns: 20 },
  );
});
