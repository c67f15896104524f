import type * as v from 'valibot';
import { LONGEST_SECONDS } from '../validation/fields';
import { type Checked, check, type Problem } from '../validation/problems';
import { type Policy, policySchema } from './policy';

/** A plan has at most this many stages. */
const MAX_STAGES = 50;

/**
 * Checks a policy completely: its schema, and that it does not contradict itself.
 * @param schema for values that are known at deployment only; by default all are known
 */
export function checkPolicy(
  value: unknown,
  schema: v.GenericSchema<unknown, Policy> = policySchema,
): Checked<Policy> {
  const shape = check(schema, value);
  const problems = shape.ok ? contradictions(shape.value) : [];
  return problems.length === 0 ? shape : { ok: false, problems };
}

/** Problems of a policy that no plan can meet, or with a field that another one makes void. */
function contradictions(policy: Policy): Problem[] {
  const { minHoldSeconds = 0, maxHoldSeconds, maxFirstPercent, approvals, starters } = policy;
  const { maxStepUp = 100, minSoakSeconds = 0 } = policy;
  const problems: Problem[] = [];
  if (maxHoldSeconds !== undefined && maxHoldSeconds < minHoldSeconds) {
    const message = `is ${maxHoldSeconds}; must be at least minHoldSeconds, ${minHoldSeconds}`;
    problems.push({ path: 'maxHoldSeconds', message });
  }
  if (maxFirstPercent !== undefined && maxFirstPercent > maxStepUp) {
    const message =
      `is ${maxFirstPercent}, but the first stage is a raise too; ` +
      `must be at most maxStepUp, ${maxStepUp}, or be left out`;
    problems.push({ path: 'maxFirstPercent', message });
  }
  if (approvals?.notByStarter === true && starters === undefined) {
    const message =
      'is true, so that cutovers are started through Operate alone, and starters is missing; ' +
      'name there who may start them';
    problems.push({ path: 'approvals.notByStarter', message });
  }
  const { all, raises } = fewestStages(policy);
  if (all > MAX_STAGES) {
    const message =
      `is ${maxStepUp}, so that a plan needs ${all} stages to reach 100 %; ` +
      `must be high enough for the ${MAX_STAGES} stages that a plan may have`;
    problems.push({ path: 'maxStepUp', message });
  }
  const least = raises * minSoakSeconds + minHoldSeconds;
  if (least > LONGEST_SECONDS) {
    const message =
      `is ${minSoakSeconds}, so that ${raises} soaks and the hold take ${least} s at least; ` +
      `must leave a plan within ${LONGEST_SECONDS} s, 30 days: lower it, or minHoldSeconds`;
    problems.push({ path: 'minSoakSeconds', message });
  }
  return problems;
}

/** The fewest stages of a plan that meets the policy, and how many of them are above 0 %. */
function fewestStages({ maxStepUp = 100, maxFirstPercent = 100, approvals }: Policy) {
  const highest = Math.min(maxStepUp, maxFirstPercent);
  const from = (first: number) => 1 + Math.ceil((100 - first) / maxStepUp);
  // Before a first stage that must be approved, there is one of 0 %, or the first stage is lower.
  const needsApproval = approvals !== undefined && approvals.fromPercent <= highest;
  const all = needsApproval ? 1 + from(highest) : from(highest);
  return { all, raises: from(highest) };
}
