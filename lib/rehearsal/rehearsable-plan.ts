import type { Plan } from '../../lambdas/core/plan/plan';
import type { SmokeCheck } from '../../lambdas/core/plan/smoke-test';
import { checkLabel, judgeAnswer } from '../../lambdas/core/smoke-test/smoke-check';
import { passingResponse } from './traffic/smoke-response';

/** A plan whose checks the world can answer, and what had to be left out for that. */
export interface RehearsablePlan {
  readonly plan: Plan;
  readonly notes: readonly string[];
}

/**
 * A rehearsal makes up the answers of the new path from what the checks expect. Where it cannot, say for a JSONPath filter by
 * regular expression, the check is rehearsed without its expectations of the body, and the rehearsal says so.
 */
export function rehearsablePlan(plan: Plan): RehearsablePlan {
  const notes: string[] = [];
  const checks = plan.smokeTest.checks.map((check): SmokeCheck => {
    const answer = { ...passingResponse(check), truncated: false, latencyMs: 0 };
    if (judgeAnswer(check, answer).passed) {
      return check;
    }
    notes.push(`${checkLabel(check)}: no body could be made up that meets what is expected of it`);
    const { expectText: _, ...rest } = check;
    return { ...rest, expectJson: [] };
  });
  return { plan: { ...plan, smokeTest: { ...plan.smokeTest, checks } }, notes };
}
