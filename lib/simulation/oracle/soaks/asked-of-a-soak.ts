import type { SoakState } from '../../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { arnOfPrincipal } from '../../../rehearsal/faults/principal';
import type { Asked } from '../../asked';
import type { Case } from '../../cases';
import { approverOf } from '../../reference/approvers';
import { tightestPolicy } from '../../takeover';

/** As many persons as the plan asks for, whom the policy lets approve, have approved this soak. */
export function isApproved(
  { plan, scenario }: Case,
  { stage, startedAt, deployment }: SoakState,
  asked: Asked,
): boolean {
  const { approval, percent } = plan.stages[stage] ?? {};
  const { approvals: policy } = tightestPolicy({ plan, scenario });
  const approvers = { named: approval?.by, policy, starter: arnOfPrincipal(scenario.startedBy) };
  const persons = asked.approvals
    .filter(({ at, atPercent }) => atPercent === percent && Date.parse(at) >= Date.parse(startedAt))
    .map(({ by }) => approverOf(by, approvers))
    .filter((person) => person !== null);
  return approval === undefined || deployment !== null || new Set(persons).size >= (approval.count ?? 1);
}

/** How long the soak, or the hold, has to last since somebody has promoted it; null: nobody has. */
export function promotedSeconds(plan: Plan, soakState: SoakState, asked: Asked): number | null {
  const { stage, phase, since, startedAt } = soakState;
  const from = Date.parse(phase === 'hold' ? since : startedAt);
  const found = asked.promotions.find(
    ({ at, atPercent }) => atPercent === plan.stages[stage]?.percent && Date.parse(at) >= from,
  );
  return found === undefined ? null : phase === 'hold' ? found.minHoldSeconds : found.minSoakSeconds;
}
