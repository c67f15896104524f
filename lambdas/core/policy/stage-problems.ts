import type { Plan } from '../plan/plan';
import type { Stage } from '../plan/stages';
import type { Problem } from '../validation/problems';
import type { Policy } from './policy';

/** A stage, its place in the plan, and the stage before it. */
interface StagePlace {
  readonly stage: Stage;
  readonly before: Stage | undefined;
  readonly i: number;
}

/** Problems of stages that go faster, or with fewer people, than the policy allows. */
export function stagePolicyProblems({ stages }: Plan, policy: Policy): Problem[] {
  const places = stages.map((stage, i): StagePlace => ({ stage, before: stages[i - 1], i }));
  return [
    ...firstProblems(places, policy),
    ...places.flatMap((place) => [
      ...stepProblems(place, policy),
      ...soakProblems(place, policy),
      ...approvalProblems(place, policy),
    ]),
  ];
}

/** A stage of 0 % moves nothing, so the first stage is the first one that moves something. */
function firstProblems(places: readonly StagePlace[], { maxFirstPercent = 100 }: Policy): Problem[] {
  return places
    .filter(({ stage }) => stage.percent > 0)
    .slice(0, 1)
    .filter(({ stage }) => stage.percent > maxFirstPercent)
    .map(({ stage, i }) => ({
      path: `stages[${i}].percent`,
      message:
        `is ${stage.percent}, the first above 0; must be at most ${maxFirstPercent} ` +
        "by the deployment's policy (maxFirstPercent): put a smaller stage before it",
    }));
}

function stepProblems({ stage, before, i }: StagePlace, { maxStepUp = 100 }: Policy): Problem[] {
  const from = before?.percent ?? 0;
  const message =
    `is ${stage.percent} after ${from}; must be at most ${from + maxStepUp} ` +
    `by the deployment's policy (maxStepUp ${maxStepUp}): put stages in between`;
  return stage.percent - from > maxStepUp ? [{ path: `stages[${i}].percent`, message }] : [];
}

function soakProblems({ stage, i }: StagePlace, { minSoakSeconds = 0 }: Policy): Problem[] {
  const message =
    `is ${stage.soakSeconds}; must be at least ${minSoakSeconds} ` +
    "by the deployment's policy (minSoakSeconds)";
  return stage.percent > 0 && stage.soakSeconds < minSoakSeconds
    ? [{ path: `stages[${i}].soakSeconds`, message }]
    : [];
}

/** An approval ends the soak of its stage, so it is the stage before a raise that has it. */
function approvalProblems({ stage, before, i }: StagePlace, { approvals }: Policy): Problem[] {
  const from = before?.percent ?? 0;
  const isRaise = stage.percent > from;
  if (approvals === undefined || !isRaise || stage.percent < approvals.fromPercent) {
    return [];
  }
  const rule =
    `the deployment's policy wants an approval before a raise to ${approvals.fromPercent} % or more ` +
    '(approvals.fromPercent)';
  if (before === undefined) {
    const message =
      `is ${stage.percent} in the first stage, before which nobody can approve; ${rule}: ` +
      `put a stage below ${approvals.fromPercent} with an approval before it`;
    return [{ path: `stages[${i}].percent`, message }];
  }
  const path = `stages[${i - 1}].approval`;
  if (before.approval === undefined) {
    const message = `is missing before the raise to ${stage.percent} %; ${rule}: add approval to this stage`;
    return [{ path, message }];
  }
  const { count = 1 } = before.approval;
  const { count: least = 1 } = approvals;
  const message = `is ${count}; must be at least ${least} by the deployment's policy (approvals.count)`;
  return count < least ? [{ path: `${path}.count`, message }] : [];
}
