import type { Plan } from '../../lambdas/core/plan';
import { usdFor } from '../../lambdas/core/prices';
import { routeKey } from '../../lambdas/core/route';
import type { Ended, TraceEvent } from './asl/execution';
import { deployedMachines, FORWARD_ARN } from './deployed-machines';
import { Recorder } from './recorder';
import { rehearsablePlan } from './rehearsable-plan';
import type { Outcome, RehearsalResult, TimelineEntry } from './result';
import type { Scenario } from './scenario';
import type { Sample, Totals } from './world/traffic';
import { START, World } from './world/world';

/** What to rehearse. */
export interface RehearsalInput {
  /** A checked plan. */
  readonly plan: Plan;
  readonly scenario: Scenario;
  /** How the scenario is called in the result. */
  readonly scenarioName: string;
  /** What the execution is started with; absent: the plan. */
  readonly executionInput?: unknown;
  /** Host patterns that smoke tests may call; absent: `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[];
}

/** Looks on while a rehearsal runs. */
export interface Observer {
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

/** Errors of the forward machine's own Fail states. */
const OWN_ENDS = new Set(['Rejected', 'Reverted', 'RevertFailed']);
/** Errors under which the guards stop a cutover: their cause says it all. */
const OWN_STOPS = new Set(['AlarmFired', 'RouteChanged']);
/** The guards get this long after a forward execution that did not end in order. */
const GUARD_LIMIT_MS = 5_400_000;
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
  const waiting: [string, string][] = [];
  let told = (event: string, detail: string): void => void waiting.push([event, detail]);
  const world: World = new World(
    plan,
    input.scenario,
    deployedMachines(),
    input.allowedHosts,
    (event, detail) => told(event, detail),
    (machineArn, _executionArn, event) => {
      const isForward = machineArn === FORWARD_ARN;
      observer.trace?.(isForward ? 'cutover' : 'revert', event);
      if (isForward) {
        recorder.forward(event);
      } else {
        recorder.back(event);
      }
    },
  );
  told = (event, detail) => recorder.tell(event, detail);
  for (const note of notes) {
    recorder.tell('not rehearsed', note);
  }
  for (const [event, detail] of waiting) {
    recorder.tell(event, detail);
  }
  world.records.onChange((percent) => percents.push({ at: seconds(world.clock.now()), percent }));
  const cutover = world.startCutover(input.executionInput ?? plan);
  const ended = await world.clock.runUntil(cutover.ended);
  await settle(world, ended);
  const durationSeconds = seconds(world.clock.now());
  world.advance();
  const { outcome, reason } = outcomeOf(ended, {
    free: (await world.ledger.read(routeKey(plan.router)))?.lock == null,
    moved: percents.some((one) => one.percent > 0),
    revert: lastRevert(world),
    percent: world.records.percent(),
  });
  recorder.tell(outcome, reason);
  const decided = recorder.revert.decidedAt !== null;
  if (decided) {
    recorder.revert.drainedAt = drain(world);
  }
  return {
    result: {
      plan: input.plan.name,
      scenario: input.scenarioName,
      seed: input.scenario.seed,
      outcome,
      reason,
      durationSeconds,
      stages: recorder.stages,
      traffic: trafficOf(world, percents),
      revert: decided ? recorder.revert : null,
      execution: executionOf(world),
      timeline: recorder.timeline,
    },
    samples: world.traffic.samples,
    percents,
  };
}

/**
 * Lets the guards do their work: until every execution has ended and the route is free, or an hour and a half after a forward execution that
 * nobody reverted. An execution that ended in its own words has nothing left to wait for.
 */
async function settle(world: World, ended: Ended): Promise<void> {
  const inOrder = ended.status === 'SUCCEEDED' || OWN_ENDS.has(ended.error ?? '');
  const until = world.clock.now() + (inOrder ? 0 : GUARD_LIMIT_MS);
  const route = routeKey(world.plan.router);
  for (;;) {
    await world.clock.runUntil(Promise.all(world.stateMachines.executions().map((one) => one.ended)));
    const isFree = (await world.ledger.read(route))?.lock == null;
    const gaveUp = (lastRevert(world)?.status ?? 'SUCCEEDED') !== 'SUCCEEDED';
    if (isFree || gaveUp || world.clock.now() >= until) {
      return;
    }
    await world.clock.runUntil(world.clock.sleep(10_000));
  }
}

/** What a rehearsal finds at its end. */
interface Found {
  readonly free: boolean;
  /** Whether any shift was accepted. */
  readonly moved: boolean;
  /** How the last revert ended, if there was one. */
  readonly revert: Ended | null;
  readonly percent: number;
}

/** The end of the forward execution in the words of the plan's user. One that was stopped is judged by what the guards made of it. */
function outcomeOf(ended: Ended, found: Found): { outcome: Outcome; reason: string } {
  if (ended.status === 'SUCCEEDED') {
    return { outcome: 'succeeded', reason: (ended.output as { reason: string }).reason };
  }
  const reason = ended.cause ?? '';
  switch (ended.error) {
    case 'Rejected':
      return { outcome: 'rejected', reason };
    case 'Reverted':
      return { outcome: 'reverted', reason };
    case 'RevertFailed':
      return { outcome: 'revert-failed', reason };
    default:
      return stopped(
        found,
        OWN_STOPS.has(ended.error ?? '') ? reason : `${ended.error ?? ended.status}: ${reason}`,
      );
  }
}

/** Lets time pass until no client is on the new path any more; null when that never happens. */
function drain(world: World): number | null {
  const from = world.clock.now();
  for (let at = from; at <= from + DRAIN_LIMIT_MS; at += 1_000) {
    if (world.traffic.shareAt(at) === 0) {
      world.traffic.advance(at);
      return Math.round(at - START) / 1_000;
    }
  }
  return null;
}

function stopped(
  { free, moved, percent, revert }: Found,
  reason: string,
): { outcome: Outcome; reason: string } {
  if (!free || percent !== 0) {
    return { outcome: 'revert-failed', reason: revert?.cause ?? `nobody reverted it: ${reason}` };
  }
  return { outcome: moved ? 'reverted' : 'rejected', reason };
}

/** The end of the last revert that was started; null without any. */
function lastRevert(world: World): Ended | null {
  const reverts = world.stateMachines.executions().filter((one) => !one.arn.startsWith(world.cutoverArn));
  const last = reverts.at(-1);
  return last === undefined ? null : (world.stateMachines.execution(last.arn)?.end ?? null);
}

function trafficOf(world: World, percents: readonly { readonly percent: number }[]) {
  return {
    ...world.traffic.totals,
    failedOnNewBy: Object.fromEntries(world.traffic.causes),
    maxPercent: Math.max(...percents.map((one) => one.percent)),
    finalPercent: world.records.percent(),
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
