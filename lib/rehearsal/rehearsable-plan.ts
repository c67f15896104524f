import type { Plan } from '../../lambdas/core/plan/plan';
import type { SmokeCheck } from '../../lambdas/core/plan/smoke-test';
import { checkLabel, judgeAnswer } from '../../lambdas/core/smoke-test/smoke-check';
import { passingResponse } from './traffic/smoke-response';

/** A plan whose checks the world can answer, and which expectations were left out for that. */
export interface RehearsablePlan {
  readonly plan: Plan;
  /** Labels of the smoke checks that are rehearsed without their expectations of the body. */
  readonly uncheckedBodies: readonly string[];
}

/**
 * A rehearsal makes up the answers of the new path from what the checks expect. Where it cannot (a JSONPath
 * filter by regular expression, for example), the check is rehearsed without its expectations of the body,
 * and the timeline says so.
 */
export function rehearsablePlan(plan: Plan): RehearsablePlan {
  const uncheckedBodies: string[] = [];
  const checks = plan.smokeTest.checks.map((check): SmokeCheck => {
    const answer = { ...passingResponse(check), truncated: false, latencyMs: 0 };
    if (judgeAnswer(check, answer).passed) {
      return check;
    }
    uncheckedBodies.push(checkLabel(check));
    const { expectText: _, ...rest } = check;
    return { ...rest, expectJson: [] };
  });
  return { plan: { ...plan, smokeTest: { ...plan.smokeTest, checks } }, uncheckedBodies };
}
