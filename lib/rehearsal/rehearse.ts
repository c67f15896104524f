import { usdFor } from '../../lambdas/core/estimate/prices';
import type { Plan } from '../../lambdas/core/plan/plan';
import type { TraceEvent } from './asl/execution';
import { deployedMachines, FORWARD_ARN } from './deployed-machines';
import { type FollowUpCutover, followUpPlan, numberOf } from './follow-up-cutover';
import { outcomeOfCutover } from './outcome';
import { Recorder } from './recorder';
import { rehearsablePlan } from './rehearsable-plan';
import type { RehearsalResult, TimelineEntry } from './result';
import type { Scenario } from './scenario';
import { USERS } from './traffic/tracked-users';
import type { Sample, Totals } from './traffic/traffic';
import { START, World, type WorldOptions } from './world/world';

/** What to rehearse. */
export interface RehearsalInput {
  /** A checked plan. */
  readonly plan: Plan;
  readonly scenario: Scenario;
  /** How the scenario is called in the result. */
  readonly scenarioName: string;
  /** What the execution is started with; absent: the plan. */
  readonly executionInput?: unknown;
  /** See `WorldOptions`. */
  readonly tamper?: WorldOptions['tamper'];
  /** Host patterns that smoke tests may call; absent: `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[];
}

/** Looks on while a rehearsal runs. */
export interface Observer {
  /** Told of the world before anything happens in it. */
  world?(world: World): void;
  /** Told of each entry of the timeline as it happens, with the requests so far. */
  entry?(entry: TimelineEntry, totals: Readonly<Totals>): void;
  /** Told of everything that a machine does. */
  trace?(machine: 'cutover' | 'revert', event: TraceEvent): void;
}

/** A rehearsal, and what a chart of it needs beyond the result. */
export interface Rehearsal {
  readonly result: RehearsalResult;
  readonly samples: readonly Sample[];
  /** Percent that the records held from `at` (seconds) on. */
  readonly percents: readonly { readonly at: number; readonly percent: number }[];
}

/** Traffic is followed for at most this long after a revert. */
const DRAIN_LIMIT_MS = 86_400_000;

/**
 * Runs a plan through the deployed state machines and steps against a simulated AWS. Takes seconds of wall time for days of simulated
 * time; the same plan, scenario and seed give the same result to the byte.
 */
export async function rehearse(input: RehearsalInput, observer: Observer = {}): Promise<Rehearsal> {
  const { plan, notes } = rehearsablePlan(input.plan);
  const seconds = (at: number) => Math.round(at - START) / 1_000;
  const percents: { at: number; percent: number }[] = [{ at: 0, percent: 0 }];
  const recorder: Recorder = new Recorder(
    () => seconds(world.clock.now()),
    (iso) => seconds(Date.parse(iso)),
    (entry) => {
      world.advance();
      observer.entry?.(entry, world.traffic.totals);
    },
  );
  const recorders = new Map([[1, recorder]]);
  const recorderOf = (executionArn: string): Recorder => {
    const number = numberOf(executionArn);
    const known = recorders.get(number) ?? recorder.another(`#${number}`);
    recorders.set(number, known);
    return known;
  };
  const waiting: [string, string][] = [];
  let told = (event: string, detail: string): void => void waiting.push([event, detail]);
  const world: World = new World(
    plan,
    input.scenario,
    deployedMachines(),
    {
      ...(input.allowedHosts === undefined ? {} : { allowedHosts: input.allowedHosts }),
      ...(input.tamper === undefined ? {} : { tamper: input.tamper }),
    },
    (event, detail) => told(event, detail),
    (machineArn, executionArn, event) => {
      const isForward = machineArn === FORWARD_ARN;
      observer.trace?.(isForward ? 'cutover' : 'revert', event);
      if (isForward) {
        recorderOf(executionArn).forward(event);
      } else {
        recorderOf(executionArn).back(event);
      }
    },
  );
  observer.world?.(world);
  told = (event, detail) => recorder.tell(event, detail);
  for (const note of notes) {
    recorder.tell('not rehearsed', note);
  }
  for (const [event, detail] of waiting) {
    recorder.tell(event, detail);
  }
  world.split.onChange((percent) => percents.push({ at: seconds(world.clock.now()), percent }));
  const cutover = world.startCutover(input.executionInput ?? plan);
  const later = input.scenario.again.map((again) => runFollowUp(world, again, percents, recorderOf));
  const hasMoved = () => percents.some((one) => one.percent > 0);
  const { outcome, reason } = await world.clock.runUntil(outcomeOfCutover(world, cutover, hasMoved));
  const durationSeconds = seconds(world.clock.now());
  world.advance();
  recorder.tell(outcome, reason);
  const stages = structuredClone(recorder.stages);
  const isReverted = recorder.revert.decidedAt !== null;
  const { acceptedAt } = recorder.revert;
  const drained = isReverted
    ? drainedSince(world, acceptedAt === null ? null : START + 1_000 * acceptedAt)
    : null;
  const revert = isReverted
    ? { ...recorder.revert, drainedAt: drained === null ? null : seconds(drained) }
    : null;
  await world.clock.runUntil(Promise.all(later));
  world.traffic.advance(revert === null ? world.clock.now() : (drainedAt(world) ?? world.clock.now()));
  return {
    result: {
      plan: input.plan.name,
      scenario: input.scenarioName,
      seed: input.scenario.seed,
      outcome,
      reason,
      durationSeconds,
      stages,
      traffic: trafficOf(world, percents),
      revert,
      execution: executionOf(world),
      timeline: recorder.timeline,
    },
    samples: world.traffic.samples,
    percents,
  };
}

/** From now on, when no client is on the new path any more, in epoch milliseconds; null when that never happens. */
function drainedAt({ clock, traffic }: World): number | null {
  const from = clock.now();
  // When every client has asked again since the last change, nothing moves any more.
  const until = Math.min(from + DRAIN_LIMIT_MS, Math.max(from, traffic.steadyFrom()) + 1_000);
  for (let at = from; at <= until; at += 1_000) {
    if (traffic.isDrainedAt(at)) {
      return at;
    }
  }
  return null;
}

/** The same, but for the revert that was accepted at `acceptedAt`: a route that is followed at once has drained before its revert ends. */
function drainedSince(world: World, acceptedAt: number | null): number | null {
  let at = drainedAt(world);
  const earliest = acceptedAt ?? Number.POSITIVE_INFINITY;
  while (at !== null && at - 1_000 >= earliest && world.traffic.isDrainedAt(at - 1_000)) {
    at -= 1_000;
  }
  return at;
}

/** Starts a further cutover in its time, and tells how it ended. */
async function runFollowUp(
  world: World,
  again: FollowUpCutover,
  percents: readonly { readonly percent: number }[],
  recorderOf: (executionArn: string) => Recorder,
): Promise<void> {
  await world.clock.sleep(1_000 * again.at);
  const before = percents.length;
  const plan = followUpPlan(world.plan, again);
  const cutover = world.startCutover(plan);
  const recorder = recorderOf(cutover.arn);
  recorder.tell('started', `plan "${plan.name}" on the same route`);
  const hasMoved = () => percents.slice(before).some((one) => one.percent > 0);
  const { outcome, reason } = await outcomeOfCutover(world, cutover, hasMoved);
  recorder.tell(outcome, reason);
}

function trafficOf(world: World, percents: readonly { readonly percent: number }[]) {
  return {
    ...world.traffic.totals,
    failedOnNewBy: Object.fromEntries(world.traffic.causes),
    users: USERS,
    usersOnBothSides: world.traffic.usersOnBothSides(),
    maxPercent: Math.max(...percents.map((one) => one.percent)),
    finalPercent: world.split.percent(),
  };
}

function executionOf(world: World) {
  const executions = world.stateMachines.executions();
  const transitions = executions.reduce((sum, one) => sum + one.transitions(), 0);
  const invocations = world.functions.invocations();
  return {
    transitions,
    historyEvents: Math.max(...executions.map((one) => one.historyEvents())),
    estimatedUsd: Math.round(usdFor({ transitions, invocations }) * 1e6) / 1e6,
    awsCalls: world.calls.counts(),
  };
}
