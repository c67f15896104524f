import type { Plan } from '../../../lambdas/core/plan/plan';

/** One plan with gates in this many gets no approval at all. */
const NONE_ONE_IN = 6;

/** In one plan in this many, two sessions of one role approve, which are one person. */
const AS_ROLE_ONE_IN = 4;

/** How long after the first person a second one approves: an evaluation may come between. */
const SECOND_AFTER_SECONDS = 90;

/** From a shift until the alarms can be judged, in seconds: propagation, the TTL and their range. */
const OVERHEAD_SECONDS = 260;

/**
 * The same faults, with approvals by different persons at about the time at which the gates of the plan wait
 * for them. Most cutovers with gates are approved in time, as far as nothing else goes wrong.
 * @param seed of the scenario
 */
export function withApprovals<Fault>(plan: Plan, faults: readonly Fault[], seed: number): Fault[] {
  if (seed % NONE_ONE_IN === 0) {
    return [...faults];
  }
  let soFar = 0;
  const approvals = plan.stages.flatMap(({ soakSeconds, approval }) => {
    const soaked = soFar + soakSeconds;
    soFar = soaked + OVERHEAD_SECONDS;
    if (approval === undefined) {
      return [];
    }
    const all = seed % AS_ROLE_ONE_IN === 1 ? ['release/ada', 'release/bob', 'ada'] : ['ada', 'bob'];
    const persons = approval.count === undefined && seed % 2 === 0 ? all.slice(0, 1) : all;
    const times = [soaked + 100, soaked + 100 + Math.ceil(approval.timeoutSeconds / 2)];
    soFar += Math.ceil(approval.timeoutSeconds / 2);
    return times.flatMap((at) =>
      persons.map((by, i) => ({ kind: 'operator', says: 'approve', by, at: at + SECOND_AFTER_SECONDS * i })),
    );
  });
  return [...faults, ...(approvals as unknown as Fault[])];
}
