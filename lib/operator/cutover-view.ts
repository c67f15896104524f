import { type Plan, planSchema } from '../../lambdas/core/plan/plan';
import { withStages } from '../../lambdas/core/plan/ramp';
import { routeKey, routeName } from '../../lambdas/core/routers/route';
import {
  commandState,
  type OperatorCommand,
  parseCommands,
} from '../../lambdas/core/shared/operator-command';
import { check } from '../../lambdas/core/validation/problems';
import type { Decision } from '../../lambdas/ports';
import { type KnownCutover, progressOf } from './cutover-progress';
import { readSoak } from './read-soak';
import type { CutoverSource, ExecutionRecord } from './source';
import type { CutoverView } from './view';

/** What is known of a cutover, and what an operator asks about it next. */
export interface CutoverReading {
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
export async function readCutover(source: CutoverSource, record: ExecutionRecord): Promise<CutoverReading> {
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
  const reading = { record, plan, entry, decisions: own, commands: commandState(commands), now };
  const soak = plan === null ? null : readSoak(events);
  const state = events.find(({ kind }) => kind === 'entered')?.state ?? null;
  const view = { ...common(reading, route, starter?.by ?? null), ...progressOf(reading, state, soak) };
  const startPercent = entry?.snapshot?.percent ?? 0;
  return { view, record, plan, startPercent, decisions: own, commands };
}

/** The plan that an execution was started with; null when it is none of this version. */
export function planOfExecution(input: unknown): Plan | null {
  const checked = check(planSchema, input);
  return checked.ok ? withStages(checked.value) : null;
}

type Common = Pick<
  CutoverView,
  'route' | 'name' | 'plan' | 'execution' | 'startedAt' | 'startedBy' | 'endedAt' | 'locked'
>;

function common(
  { record, plan, entry }: KnownCutover,
  route: string | null,
  startedBy: string | null,
): Common {
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

function iso(at: number): string {
  return new Date(at).toISOString();
}
