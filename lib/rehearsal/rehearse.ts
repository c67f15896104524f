import type { Plan } from '../../lambdas/core/plan/plan';
import type { Policy } from '../../lambdas/core/policy/policy';
import type { Ledger } from '../../lambdas/ports';
import type { TraceEvent } from './asl/execution';
import type { AslMachine } from './asl/machine';
import { deployedMachines, FORWARD_ARN } from './deployed-machines';
import { drainedAt } from './drain';
import { type FollowUpCutover, followUpPlan, numberOf } from './follow-up-cutover';
import { outcomeOfCutover } from './outcome';
import { rehearsablePlan } from './rehearsable-plan';
import type { RehearsalResult } from './result';
import { executionOf, revertOf, trafficOf } from './result-parts';
import type { Scenario } from './scenario';
import { type ComparisonSample, comparisonSample } from './timeline/comparison-sample';
import { Recorder } from './timeline/recorder';
import { Timeline } from './timeline/timeline';
import type { TimelineEntry } from './timeline/timeline-event';
import type { Sample, Totals } from './traffic/traffic';
import type { Release } from './world/deployed-stack';
import { START, World } from './world/world';
import type { StepWatch, Tamper } from './world/world-functions';

/** What to rehearse. */
export interface RehearsalInput {
  /** A checked plan. */
  readonly plan: Plan;
  readonly scenario: Scenario;
  /** Name of the scenario in the result. */
  readonly scenarioName: string;
  /** Input of the execution; absent: the plan. */
  readonly executionInput?: unknown;
  /** See `Tamper`. It applies until a fault `upgrade`, and after it unless `next` is given. */
  readonly tamper?: Tamper;
  /** The state machines with which the rehearsal begins; absent: those of this code. */
  readonly machines?: ReadonlyMap<string, AslMachine>;
  /** What a fault `upgrade` deploys; absent: what is deployed already. */
  readonly next?: Release;
  /** The table; absent: a new one in memory. */
  readonly ledger?: Ledger;
  /** Host patterns that smoke tests may call; absent: `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[];
  /** The policy of the deployment; absent: none. */
  readonly policy?: Policy;
}

/** Follows a rehearsal while it runs. */
export interface Observer {
  /** Called with the world before anything happens in it. */
  world?(world: World): void;
  /** Called with each entry of the timeline as it happens, and the requests so far. */
  entry?(entry: TimelineEntry, totals: Readonly<Totals>): void;
  /** Called for every run of a step. @returns what is run in its place, which runs it */
  readonly step?: StepWatch;
  /** Called with everything that a machine does. */
  trace?(machine: 'cutover' | 'revert', event: TraceEvent, executionArn: string): void;
}

/** A percent that the route has from `at` on. */
interface PercentStep {
  /** Seconds since the start. */
  readonly at: number;
  readonly percent: number;
}

/** A rehearsal, and what its charts need beyond the result. */
export interface Rehearsal {
  readonly result: RehearsalResult;
  readonly samples: readonly Sample[];
  readonly percents: readonly PercentStep[];
  /** What each evaluation of the first cutover knew of the difference of the error rates. */
  readonly comparisons: readonly ComparisonSample[];
}

const seconds = (at: number) => Math.round(at - START) / 1_000;

/** A rehearsal under way. */
interface Run {
  readonly world: World;
  readonly percents: PercentStep[];
  /** The plan of each cutover by its number. */
  readonly plans: Map<number, Plan>;
  /** The recorder of a cutover, by the ARN of an execution that runs or reverts it. */
  readonly recorderOf: (executionArn: string) => Recorder;
}

/**
 * Runs a plan through the deployed state machines and steps against a simulated AWS. Takes seconds of wall
 * time for days of simulated time; the same plan, scenario and seed give the same result to the byte.
 */
export async function rehearse(input: RehearsalInput, observer: Observer = {}): Promise<Rehearsal> {
  const { plan, uncheckedBodies } = rehearsablePlan(input.plan);
  const percents: PercentStep[] = [];
  const comparisons: ComparisonSample[] = [];
  const plans = new Map([[1, plan]]);
  const now = () => seconds(world.clock.now());
  const timeline = new Timeline({
    seconds: now,
    onEntry: (entry) => {
      world.advance();
      observer.entry?.(entry, world.traffic.totals);
    },
  });
  const recorderOf = recorders((cutover) => {
    const secondsOf = (iso: string) => seconds(Date.parse(iso));
    return new Recorder({ timeline, seconds: now, secondsOf, cutover, plan: () => plans.get(cutover) });
  });
  const first = recorderOf('');
  const world: World = new World({
    plan,
    scenario: input.scenario,
    machines: input.machines ?? deployedMachines(),
    next: input.next,
    ledger: input.ledger,
    allowedHosts: input.allowedHosts,
    policy: input.policy,
    tamper: input.tamper,
    watchStep: observer.step,
    emit: (event) => first.happened(event),
    trace: (machineArn, executionArn, event) => {
      const machine = machineArn === FORWARD_ARN ? 'cutover' : 'revert';
      observer.trace?.(machine, event, executionArn);
      recorderOf(executionArn).trace(machine, event);
      const sample = numberOf(executionArn) === 1 ? comparisonSample(plan, event, now()) : null;
      comparisons.push(...(sample === null ? [] : [sample]));
    },
  });
  const run: Run = { world, percents, plans, recorderOf };
  observer.world?.(world);
  for (const check of uncheckedBodies) {
    first.add({ kind: 'not-rehearsed', check });
  }
  for (const gate of unmentionedGates(plan, input.scenario)) {
    first.add({ kind: 'gate-assumed', gate });
  }
  world.start();
  const start = world.split.percent();
  percents.push({ at: 0, percent: start });
  world.split.onChange((percent) => percents.push({ at: now(), percent }));
  const cutover = world.cutovers.start(input.executionInput ?? plan);
  const followUps = input.scenario.followUpCutovers.map((followUp) => runFollowUp(run, followUp));
  const hasMoved = () => percents.some((one) => one.percent !== start);
  const ended = await world.clock.runUntil(outcomeOfCutover(world, cutover, hasMoved));
  const durationSeconds = now();
  world.advance();
  first.add({ kind: 'outcome', ...ended });
  const stages = structuredClone(first.stages);
  const revert = revertOf(world, start / 100, first.revertTimes);
  await world.clock.runUntil(Promise.all(followUps));
  const drained = revert === null ? null : drainedAt(world, start / 100);
  world.traffic.advance(drained ?? world.clock.now());
  return {
    result: {
      plan: input.plan.name,
      scenario: input.scenarioName,
      seed: input.scenario.seed,
      ...ended,
      durationSeconds,
      stages,
      traffic: trafficOf(world, percents),
      revert,
      execution: executionOf(world),
      timeline: timeline.entries,
    },
    samples: world.traffic.samples,
    percents,
    comparisons,
  };
}

/** One recorder for each cutover, made when it is first needed. */
function recorders(make: (cutover: number) => Recorder): (executionArn: string) => Recorder {
  const made = new Map<number, Recorder>();
  return (executionArn) => {
    const number = numberOf(executionArn);
    const recorder = made.get(number) ?? make(number);
    made.set(number, recorder);
    return recorder;
  };
}

/** The gates of a plan that a scenario says nothing of, each once: neither what they answer, nor a fault. */
function unmentionedGates({ gates = [] }: Plan, scenario: Scenario): readonly string[] {
  const names = [...new Set(gates.map(({ name }) => name))];
  const disturbed = scenario.faults.flatMap((fault) => (fault.kind === 'gate' ? [fault.name] : []));
  return names.filter(
    (name) =>
      !Object.hasOwn(scenario.gates, name) && !disturbed.includes(name) && !disturbed.includes(undefined),
  );
}

/** Starts a follow-up cutover at its time, and records how it ended. */
async function runFollowUp(
  { world, percents, plans, recorderOf }: Run,
  followUp: FollowUpCutover,
): Promise<void> {
  await world.clock.sleep(1_000 * followUp.at);
  const before = percents.length;
  const plan = followUpPlan(world.plan, followUp);
  const cutover = world.cutovers.start(plan);
  plans.set(numberOf(cutover.arn), plan);
  const recorder = recorderOf(cutover.arn);
  recorder.add({ kind: 'follow-up', plan: plan.name });
  const start = percents.at(-1)?.percent;
  const hasMoved = () => percents.slice(before).some((one) => one.percent !== start);
  recorder.add({ kind: 'outcome', ...(await outcomeOfCutover(world, cutover, hasMoved)) });
}
