import { approvalsOf } from '../../lambdas/core/health/soak-commands';
import { soakLeft } from '../../lambdas/core/health/soak-time';
import type { Plan } from '../../lambdas/core/plan/plan';
import type { CommandState } from '../../lambdas/core/shared/operator-command';
import type { Decision, RouteEntry } from '../../lambdas/ports';
import { executionOutcome } from './execution-outcome';
import { type Phase, phaseOfState } from './phase';
import type { SoakReading } from './read-soak';
import type { ExecutionRecord } from './source';
import type { CutoverView, StageView } from './view';

/** What is known of a cutover at one time. */
export interface KnownCutover {
  readonly record: ExecutionRecord;
  readonly plan: Plan | null;
  readonly entry: RouteEntry | null;
  readonly decisions: readonly Decision[];
  readonly commands: CommandState;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What a view has beside the identity of the cutover. */
type Progress = Omit<
  CutoverView,
  'route' | 'name' | 'plan' | 'execution' | 'startedAt' | 'startedBy' | 'endedAt' | 'locked'
>;

/** How far a cutover is, or how it ended. */
export function progressOf(reading: KnownCutover, state: string | null, soak: SoakReading | null): Progress {
  const { record, entry, decisions } = reading;
  const holds = entry?.lock?.execution === record.arn;
  const written = holds ? (entry?.expected?.percent ?? null) : null;
  const last = decisions.at(-1)?.reason ?? '';
  const idle = { secondsLeft: null, nextEvaluationAt: null, approval: null, paused: null, verdict: null };
  if (record.endedAt !== null) {
    const end = executionOutcome(record, entry, decisions);
    const percent = end.phase === 'succeeded' ? (reading.plan?.stages.at(-1)?.percent ?? null) : written;
    const stages = stagesOf(reading, null, end.phase);
    return { ...idle, phase: end.phase, state: null, percent, stage: null, stages, reason: end.reason };
  }
  const ofState = (state === null ? undefined : phaseOfState(state)) ?? 'starting';
  const isGated = state === 'AskGates' || state === 'GatesAnswered';
  const byState = isGated && soak === null ? 'smoke-testing' : ofState;
  const phase = entry?.lock?.reverting === true && holds ? 'reverting' : byState;
  const shifts = decisions.filter(({ key }) => /^shift-\d+$/.test(key)).length;
  const index = soak?.soakState.stage ?? (shifts === 0 ? null : shifts - 1);
  const stage = index === null ? null : Math.max(index, shifts - 1) + 1;
  const common = { ...idle, phase, state, percent: written, stage, reason: last };
  const { paused } = reading.commands;
  const pause = paused === null ? null : { by: paused.by, at: paused.at, reason: paused.reason };
  const stages = stagesOf(reading, stage, phase);
  return phase === 'soaking' && soak !== null
    ? { ...common, ...soakingOf(reading, soak), stages, paused: pause }
    : { ...common, stages, paused: pause };
}

function soakingOf({ plan, commands, now }: KnownCutover, soak: SoakReading) {
  const { soakState, evaluation, nextEvaluationAt } = soak;
  const asked = { plan: plan as Plan, soakState, commands, now };
  const { awaitingSince } = soakState;
  const approvals = awaitingSince === null ? null : approvalsOf(asked);
  const stage = asked.plan.stages[soakState.stage];
  const approval =
    approvals === null || awaitingSince === null || approvals.missing === 0
      ? null
      : {
          atPercent: stage?.percent ?? 0,
          missing: approvals.missing,
          by: stage?.approval?.by ?? null,
          given: approvals.given.map(({ by }) => by),
          until: iso(Date.parse(awaitingSince) + 1_000 * approvals.timeoutSeconds),
        };
  const inPhase: Phase = soakState.phase === 'hold' ? 'holding' : 'soaking';
  return {
    phase: approval !== null ? ('waiting-for-approval' as const) : inPhase,
    verdict: evaluation?.verdict ?? null,
    reason: evaluation?.reason ?? `effective at ${soakState.effectiveAt}; not evaluated yet`,
    secondsLeft: Math.max(0, Math.ceil(soakLeft(asked))),
    nextEvaluationAt: nextEvaluationAt === null ? null : iso(nextEvaluationAt),
    approval,
  };
}

function stagesOf({ plan, decisions }: KnownCutover, current: number | null, phase: Phase): StageView[] {
  const shifts = decisions.filter(({ key }) => /^shift-\d+$/.test(key)).length;
  const isBack = phase === 'reverting' || phase === 'reverted' || phase === 'revert-failed';
  const state = (index: number): StageView['state'] => {
    if (index >= shifts) {
      return 'next';
    }
    return isBack ? 'reverted' : index + 1 === current ? 'current' : 'done';
  };
  return (plan?.stages ?? []).map(({ percent, soakSeconds, approval }, index) => ({
    percent,
    soakSeconds,
    state: state(index),
    approval: approval !== undefined,
  }));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
