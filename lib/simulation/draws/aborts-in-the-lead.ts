import type { Plan } from '../../../lambdas/core/plan/plan';

/** One plan with a lead in this many is aborted in it. */
const ONE_IN = 3;

/**
 * The same faults, with an abort in the lead of a lowered TTL whose function dies before it has started the
 * revert: only the next check of the lead can heed it. It has stored the command by its third call.
 * @param seed of the scenario
 */
export function withAbortInLead<Fault>({ ttl }: Plan, faults: readonly Fault[], seed: number): Fault[] {
  if (ttl === undefined || ttl.leadSeconds === 0 || seed % ONE_IN !== 2) {
    return [...faults];
  }
  const at = 60 + (seed % 200);
  const half = [
    { kind: 'function-hangs', task: 'Operate', afterCalls: 3, at: at - 20, forSeconds: 60 },
    { kind: 'operator', says: 'abort', at },
  ];
  return [...faults, ...(half as unknown as Fault[])];
}
