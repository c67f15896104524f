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
    {
      ...(input.allowedHosts === undefined ? {} : { allowedHosts: input.allowedHosts }),
      ...(input.tamper === undefined ? {} : { tamper: input.tamper }),
    },
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
  observer.world?.(world);
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
    free: !(await isHeld(world)),
    moved: percents.some((one) => one.percent > 0),
    revert: lastRevert(world),
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
 * nobody reverted. A revert that failed in its own words has nothing left to wait for.
 */
async function settle(world: World, ended: Ended): Promise<void> {
  const until = world.clock.now() + (ended.error === 'RevertFailed' ? 0 : GUARD_LIMIT_MS);
  for (;;) {
    await world.clock.runUntil(Promise.all(world.stateMachines.executions().map((one) => one.ended)));
    const gaveUp = (lastRevert(world)?.status ?? 'SUCCEEDED') !== 'SUCCEEDED';
    if (gaveUp || !(await isHeld(world)) || world.clock.now() >= until) {
      return;
    }
    await world.clock.runUntil(world.clock.sleep(10_000));
  }
}

/** Whether the rehearsed cutover still holds its route. */
async function isHeld({ ledger, plan, cutoverArn }: World): Promise<boolean> {
  const holder = (await ledger.read(routeKey(plan.router)))?.lock?.execution;
  return holder === `${cutoverArn}rehearsal`;
}

/** What a rehearsal finds at its end. */
interface Found {
  /** Whether the route is free of this cutover. */
  readonly free: boolean;
  /** Whether any shift was accepted. */
  readonly moved: boolean;
  /** How the last revert ended, if there was one. */
  readonly revert: Ended | null;
}

/** The end of the forward execution in the words of the plan's user. One that was stopped is judged by what the guards made of it. */
function outcomeOf(ended: Ended, found: Found): { outcome: Outcome; reason: string } {
  if (ended.status === 'SUCCEEDED') {
    return { outcome: 'succeeded', reason: (ended.output as { reason: string }).reason };
  }
  const reason = ended.cause ?? '';
  if (!found.free) {
    return { outcome: 'revert-failed', reason: found.revert?.cause ?? `nobody reverted it: ${reason}` };
  }
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

function stopped({ moved }: Found, reason: string): { outcome: Outcome; reason: string } {
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
