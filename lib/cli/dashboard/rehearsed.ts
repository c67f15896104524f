import { RehearsedDeployment } from '../../operator/rehearsed/rehearsed-source';
import type { CommandSender } from '../../operator/source';
import type { Rehearsal, RehearsalInput } from '../../rehearsal/rehearse';
import { rehearse } from '../../rehearsal/rehearse';
import { type ComparisonSample, comparisonSample } from '../../rehearsal/timeline/comparison-sample';
import { START, type World } from '../../rehearsal/world/world';
import { suitableSpeed } from './automatic-speed';
import type { DashboardSource, TrafficSeries } from './dashboard-source';
import { type RealTime, realTime, SimulationPace } from './pace';

/** A rehearsal that somebody follows while it runs. */
export interface PacedRehearsal extends DashboardSource {
  /** Resolves when the rehearsal has ended; what happened can still be shown. */
  readonly ended: Promise<Rehearsal>;
  /** Lets no more time pass in it, so that the program can end. */
  stop(): void;
}

/** How a rehearsal is watched. */
export interface PacedRehearsalOptions {
  /** The IAM user in whose name commands are sent. */
  readonly user: string;
  /**
   * How many times faster than real time.
   * @default - as it suits what happens: a stage takes about 20 seconds, an approval can be given for 90
   */
  readonly speed?: number | undefined;
  /** @default - that of Node.js */
  readonly real?: RealTime;
}

/** Starts a rehearsal at a pace at which somebody can follow it and send commands. */
export function pacedRehearsal(input: RehearsalInput, options: PacedRehearsalOptions): PacedRehearsal {
  const { plan } = input;
  const { user, speed, real = realTime } = options;
  const percents: { at: number; percent: number }[] = [];
  const comparisons: ComparisonSample[] = [];
  let made: { world: World; pace: SimulationPace; deployment: RehearsedDeployment } | undefined;
  let hasEnded = false;
  const seconds = (world: World) => (world.clock.now() - START) / 1_000;
  const ended = rehearse(input, {
    world: (world) => {
      const pace = new SimulationPace(world.clock, speed ?? 1, real);
      const now = () => (hasEnded ? world.clock.now() : pace.now());
      made = { world, pace, deployment: new RehearsedDeployment(world, now) };
      percents.push({ at: 0, percent: world.split.percent() });
      world.split.onChange((percent) => percents.push({ at: seconds(world), percent }));
    },
    trace: (machine, event, execution) => {
      made?.deployment.trace(event, execution);
      const suitable = suitableSpeed(plan, event);
      if (speed === undefined && suitable !== null) {
        made?.pace.change(suitable);
      }
      const sample = made === undefined ? null : comparisonSample(plan, event, seconds(made.world));
      if (machine === 'cutover' && sample !== null) {
        comparisons.push(sample);
      }
    },
  }).finally(() => {
    hasEnded = true;
  });
  // `rehearse` makes the world before it waits for anything.
  const { world, pace, deployment } = made as NonNullable<typeof made>;
  const send = deployment.sender(user);
  const sendInTime: CommandSender = (request) =>
    hasEnded ? Promise.resolve(OVER) : pace.run(() => send(request));
  return {
    title: `Rehearsal of "${plan.name}", scenario "${input.scenarioName}"`,
    source: deployment.source(),
    send: sendInTime,
    series: async (): Promise<TrafficSeries> => {
      world.advance();
      return { startAt: START, samples: world.traffic.samples, percents, comparisons };
    },
    speed: () => pace.current(),
    pollMs: 1_000,
    ended,
    stop: () => pace.stop(),
  };
}

const OVER = {
  statusCode: 409 as const,
  body: JSON.stringify({ accepted: false, reason: 'the rehearsal has ended; start the command again' }),
};
