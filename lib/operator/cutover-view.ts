import { approvalsOf } from '../../lambdas/core/health/soak-commands';
import { soakLeft } from '../../lambdas/core/health/soak-time';
import type { Verdict } from '../../lambdas/core/health/verdict';
import { type Plan, planSchema } from '../../lambdas/core/plan/plan';
import { withStages } from '../../lambdas/core/plan/ramp';
import { routeKey, routeName } from '../../lambdas/core/routers/route';
import {
  type CommandState,
  commandState,
  type OperatorCommand,
  parseCommands,
} from '../../lambdas/core/shared/operator-command';
import { check } from '../../lambdas/core/validation/problems';
import type { Decision, RouteEntry } from '../../lambdas/ports';
import { endOf } from './ending';
import { type Phase, phaseOfState } from './phase';
import { type ReadSoak, readSoak } from './read-soak';
import type { CutoverSource, ExecutionRecord } from './source';

/** The approval that a cutover waits for. */
export interface AwaitedApproval {
  /** The percent whose soak is to be approved. */
  readonly atPercent: number;
  /** How many persons have yet to approve. */
  readonly missing: number;
  /** Patterns of ARNs of those who may; null for anyone whom the deployment lets send commands. */
  readonly by: readonly string[] | null;
  /** ARNs of those who have. */
  readonly given: readonly string[];
  /** ISO 8601: when it is too late, and the cutover reverts. */
  readonly until: string;
}

/** A stage of the plan, and how far the cutover is with it. */
export interface StageView {
  readonly percent: number;
  readonly soakSeconds: number;
  readonly state: 'done' | 'current' | 'next' | 'reverted';
  /** Whether somebody must approve the raise that follows it. */
  readonly approval: boolean;
}

/** One cutover as somebody on shift sees it. Times are ISO 8601. */
export interface CutoverView {
  /** The ledger's key of the route; null when the input is not a plan. */
  readonly route: string | null;
  /** Such as `api.example.com`. */
  readonly name: string;
  readonly plan: string;
  /** ARN. */
  readonly execution: string;
  readonly phase: Phase;
  /** The state of the state machine; null once it has ended. */
  readonly state: string | null;
  readonly startedAt: string;
  /** ARN of whoever started it through `Operate`; null where the ledger does not say. */
  readonly startedBy: string | null;
  readonly endedAt: string | null;
  /** Percent on the new path, as the ledger has it; null when that is not known. */
  readonly percent: number | null;
  /** From 1; null before the first shift, and after the end. */
  readonly stage: number | null;
  readonly stages: readonly StageView[];
  /** Of the last evaluation of this soak; null before the first. */
  readonly verdict: Verdict | null;
  readonly reason: string;
  /** Seconds until the end of the soak, or of the hold; null outside of one. */
  readonly secondsLeft: number | null;
  readonly nextEvaluationAt: string | null;
  readonly approval: AwaitedApproval | null;
  /** The pause that holds; null without any. */
  readonly paused: { readonly by: string; readonly at: string; readonly reason: string } | null;
  /** Whether the execution holds the lock of the route. */
  readonly locked: boolean;
}

/** What is known of a cutover, and what an operator asks about it next. */
export interface SeenCutover {
  readonly view: CutoverView;
  readonly record: ExecutionRecord;
  /** Null when the input is not a plan of this version. */
  readonly plan: Plan | null;
  /** Percent on the new path before the first shift, as far as the ledger still has it; else 0. */
  readonly startPercent: number;
  /** Of this execution, oldest first. */
  readonly decisions: readonly Decision[];
  /** Of this execution, in the order of arrival, as far as they can be read. */
  readonly commands: readonly OperatorCommand[];
}

/** Reads one cutover: the execution, its latest events and the ledger. */
export async function seeCutover(source: CutoverSource, record: ExecutionRecord): Promise<SeenCutover> {
  const plan = planOfExecution(record.input);
  const route = plan === null ? null : routeKey(plan.router);
  const { arn } = record;
  const isRunning = record.endedAt === null;
  const [entry, decisions, stored, starter, events] = await Promise.all([
    route === null ? null : source.entry(route),
    route === null ? [] : source.decisions(route),
    route === null ? [] : source.commands(route, arn),
    route === null ? null : source.starter(route, arn),
    isRunning ? source.latestEvents(arn) : [],
  ]);
  const own = decisions.filter(({ execution }) => execution === arn);
  const now = source.now();
  const began = new Date(record.startedAt).toISOString();
  const commands = parseCommands({ stored, refused: [] }, { began, now }).flatMap((one) =>
    one.ok ? [one.command] : [],
  );
  const seen = { record, plan, entry, decisions: own, commands: commandState(commands), now };
  const soak = plan === null ? null : readSoak(events);
  const state = events.find(({ kind }) => kind === 'entered')?.state ?? null;
  const view = { ...common(seen, route, starter?.by ?? null), ...progressOf(seen, state, soak) };
  const startPercent = entry?.snapshot?.percent ?? 0;
  return { view, record, plan, startPercent, decisions: own, commands };
}

/** The plan that an execution was started with; null when it is none of this version. */
export function planOfExecution(input: unknown): Plan | null {
  const checked = check(planSchema, input);
  return checked.ok ? withStages(checked.value) : null;
}

interface Seen {
  readonly record: ExecutionRecord;
  readonly plan: Plan | null;
  readonly entry: RouteEntry | null;
  readonly decisions: readonly Decision[];
  readonly commands: CommandState;
  readonly now: number;
}

type Common = Pick<
  CutoverView,
  'route' | 'name' | 'plan' | 'execution' | 'startedAt' | 'startedBy' | 'endedAt' | 'locked'
>;

function common({ record, plan, entry }: Seen, route: string | null, startedBy: string | null): Common {
  return {
    route,
    name: plan === null ? record.name : routeName(plan.router),
    plan: plan?.name ?? record.name,
    execution: record.arn,
    startedAt: iso(record.startedAt),
    startedBy,
    endedAt: record.endedAt === null ? null : iso(record.endedAt),
    locked: entry?.lock?.execution === record.arn,
  };
}

type Progress = Omit<CutoverView, keyof Common>;

function progressOf(seen: Seen, state: string | null, soak: ReadSoak | null): Progress {
  const { record, entry, decisions } = seen;
  const holds = entry?.lock?.execution === record.arn;
  const written = holds ? (entry?.expected?.percent ?? null) : null;
  const last = decisions.at(-1)?.reason ?? '';
  const idle = { secondsLeft: null, nextEvaluationAt: null, approval: null, paused: null, verdict: null };
  if (record.endedAt !== null) {
    const end = endOf(record, entry, decisions);
    const percent = end.phase === 'succeeded' ? (seen.plan?.stages.at(-1)?.percent ?? null) : written;
    const stages = stagesOf(seen, null, end.phase);
    return { ...idle, phase: end.phase, state: null, percent, stage: null, stages, reason: end.reason };
  }
  const byState = (state === null ? undefined : phaseOfState(state)) ?? 'starting';
  const phase = entry?.lock?.reverting === true && holds ? 'reverting' : byState;
  const shifts = decisions.filter(({ key }) => /^shift-\d+$/.test(key)).length;
  const index = soak?.soakState.stage ?? (shifts === 0 ? null : shifts - 1);
  const stage = index === null ? null : Math.max(index, shifts - 1) + 1;
  const common = { ...idle, phase, state, percent: written, stage, reason: last };
  const { paused } = seen.commands;
  const pause = paused === null ? null : { by: paused.by, at: paused.at, reason: paused.reason };
  const stages = stagesOf(seen, stage, phase);
  return phase === 'soaking' && soak !== null
    ? { ...common, ...soakingOf(seen, soak), stages, paused: pause }
    : { ...common, stages, paused: pause };
}

function soakingOf({ plan, commands, now }: Seen, soak: ReadSoak) {
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

function stagesOf({ plan, decisions }: Seen, current: number | null, phase: Phase): StageView[] {
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
