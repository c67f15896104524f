import type { Plan } from '../plan/plan';
import type { Stage } from '../plan/stages';
import type { Problem } from '../validation/problems';
import type { Policy } from './policy';

/** A stage, its place in the plan, and the percent before it. */
interface StagePlace {
  readonly stage: Stage;
  readonly i: number;
  /** Percent on the new path before the stage. */
  readonly from: number;
  /** The stage before it; undefined before the first. */
  readonly before: Stage | undefined;
}

/**
 * Problems of stages that go faster, or with fewer people, than the policy allows, as far as the stages alone
 * show them. What the first stage adds to the percent that is there is for `firstStagePolicyProblems`.
 */
export function stagePolicyProblems(plan: Plan, policy: Policy): Problem[] {
  const places = placesOf(plan.stages, 0).slice(1);
  return [
    ...plan.stages.flatMap((stage, i) => soakProblems(stage, i, policy)),
    ...raisesIn(plan, places).flatMap((place) => [
      ...stepProblems(place, policy),
      ...approvalProblems(place, policy),
    ]),
  ];
}

/**
 * Problems of the first raise of a plan, once the percent that is there is known: the preflight reads it
 * before anything moves.
 * @param percent on the new path, before the cutover
 */
export function firstStagePolicyProblems(plan: Plan, policy: Policy | undefined, percent: number): Problem[] {
  if (policy === undefined) {
    return [];
  }
  const [first] = raisesIn(plan, placesOf(plan.stages, percent));
  return first === undefined
    ? []
    : [
        ...firstProblems(first, policy),
        ...(first.i > 0 ? [] : [...stepProblems(first, policy), ...approvalProblems(first, policy)]),
      ];
}

function placesOf(stages: Plan['stages'], percent: number): StagePlace[] {
  return stages.map((stage, i): StagePlace => {
    const before = stages[i - 1];
    return { stage, i, before, from: before?.percent ?? percent };
  });
}

/** A stage at the percent that is there moves nothing, and going down is free. */
function raisesIn({ direction }: Plan, places: readonly StagePlace[]): readonly StagePlace[] {
  return direction === 'down' ? [] : places.filter(({ stage, from }) => stage.percent > from);
}

function firstProblems({ stage, i, from }: StagePlace, { maxFirstPercent = 100 }: Policy): Problem[] {
  const message =
    `is ${stage.percent}, the first above the ${round(from)} % that are there; ` +
    `must be at most ${round(from + maxFirstPercent)} ` +
    `by the deployment's policy (maxFirstPercent ${maxFirstPercent}): put a smaller stage before it`;
  return stage.percent - from > maxFirstPercent ? [{ path: `stages[${i}].percent`, message }] : [];
}

function stepProblems({ stage, i, from }: StagePlace, { maxStepUp = 100 }: Policy): Problem[] {
  const message =
    `is ${stage.percent} after ${round(from)}; must be at most ${round(from + maxStepUp)} ` +
    `by the deployment's policy (maxStepUp ${maxStepUp}): put stages in between`;
  return stage.percent - from > maxStepUp ? [{ path: `stages[${i}].percent`, message }] : [];
}

function soakProblems(stage: Stage, i: number, { minSoakSeconds = 0 }: Policy): Problem[] {
  const message =
    `is ${stage.soakSeconds}; must be at least ${minSoakSeconds} ` +
    "by the deployment's policy (minSoakSeconds)";
  return stage.percent > 0 && stage.soakSeconds < minSoakSeconds
    ? [{ path: `stages[${i}].soakSeconds`, message }]
    : [];
}

/** An approval ends the soak of its stage, so it is the stage before a raise that has it. */
function approvalProblems({ stage, before, i, from }: StagePlace, { approvals }: Policy): Problem[] {
  if (approvals === undefined || stage.percent < approvals.fromPercent) {
    return [];
  }
  const rule =
    `the deployment's policy wants an approval before a raise to ${approvals.fromPercent} % or more ` +
    '(approvals.fromPercent)';
  if (before === undefined) {
    const message =
      `is ${stage.percent} in the first stage, before which nobody can approve; ${rule}: ` +
      `put a stage of ${Math.ceil(from)} with an approval before it`;
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

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}
