import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { checkPolicy } from '../../lambdas/core/policy/policy-checks';
import { policyProblems } from '../../lambdas/core/policy/policy-problems';
import { cases } from '../../lib/simulation/cases';
import { inputOf, tightestPolicy } from '../../lib/simulation/takeover';

test('the policy of a case allows its plan, and no takeover of its route', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ plan, scenario }, isTakeover) => {
      const policy = tightestPolicy(plan);
      expect(checkPolicy(policy)).toMatchObject({ ok: true });
      expect(policyProblems(plan, policy)).toEqual([]);
      const taken = checkPlan(inputOf({ plan, scenario: { ...scenario, seed: isTakeover ? 7 : 8 } }));
      const isAllowed = taken.ok && policyProblems(taken.value, policy).length === 0;
      const isOneStage = plan.stages.filter(({ percent }) => percent > 0).length === 1;
      expect([taken.ok, isAllowed]).toEqual([true, !isTakeover || isOneStage]);
    }),
  );
});
