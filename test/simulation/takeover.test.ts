import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { checkPolicy } from '../../lambdas/core/policy/policy-checks';
import { policyProblems } from '../../lambdas/core/policy/policy-problems';
import { cases } from '../../lib/simulation/cases';
import { inputOf, tightestPolicy } from '../../lib/simulation/takeover';

const seedOf = (isTakeover: boolean) => (isTakeover ? 7 : 8);

test('the policy of a case allows its plan, and no takeover of its route', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ plan, scenario }, isTakeover) => {
      const policy = tightestPolicy(plan);
      expect(checkPolicy(policy)).toMatchObject({ ok: true });
      expect(policyProblems(plan, policy)).toEqual([]);
      const input = inputOf({ plan, scenario: { ...scenario, seed: seedOf(isTakeover) } });
      const taken = checkPlan(input);
      const isAllowed = taken.ok && policyProblems(taken.value, policy).length === 0;
      expect([taken.ok, isAllowed]).toEqual([true, input === plan]);
      expect(isTakeover || isAllowed).toBe(true);
    }),
  );
});

test('a plan that raises its route to 100 % at once is not taken over, also after a stage of 0 %', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ plan, scenario }, isTakeover) => {
      const [first] = plan.stages.filter(({ percent }) => percent > 0);
      const input = inputOf({ plan, scenario: { ...scenario, seed: seedOf(isTakeover) } });
      expect(input === plan).toBe(!isTakeover || first?.percent === 100);
    }),
  );
});
