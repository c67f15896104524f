import { type CutoverReading, readCutover } from '../../../lib/operator/cutover-view';
import { findRoute, latestCutover } from '../../../lib/operator/find-cutover';
import { RehearsedDeployment } from '../../../lib/operator/rehearsed/rehearsed-source';
import type { CutoverView } from '../../../lib/operator/view';
import { type RehearsalInput, rehearse } from '../../../lib/rehearsal/rehearse';
import type { RehearsalResult } from '../../../lib/rehearsal/result';
import { START } from '../../../lib/rehearsal/world/world';

/** A rehearsal that somebody has followed. */
export interface ObservedRehearsal {
  readonly result: RehearsalResult;
  /** In the order of their times. */
  readonly views: readonly CutoverView[];
  /** After the end. */
  readonly last: CutoverReading;
}

/** Reads a rehearsed cutover every so many seconds of simulated time, and after its end. */
export async function observedRehearsal(
  input: RehearsalInput,
  everySeconds: number,
): Promise<ObservedRehearsal> {
  const views: CutoverView[] = [];
  let deployment: RehearsedDeployment | undefined;
  const see = async (): Promise<CutoverReading | null> => {
    const source = (deployment as RehearsedDeployment).source();
    const record = await latestCutover(source, await findRoute(source, undefined));
    return record === null ? null : readCutover(source, record);
  };
  const { result } = await rehearse(input, {
    world: (world) => {
      deployment = new RehearsedDeployment(world);
      const readNamedCutover = () => {
        void see().then((reading) => views.push(...(reading === null ? [] : [reading.view])));
        world.clock.wake();
        world.clock.schedule(world.clock.now() + 1_000 * everySeconds, readNamedCutover);
      };
      world.clock.schedule(START + 1_000, readNamedCutover);
    },
    trace: (_, event, execution) => deployment?.trace(event, execution),
  });
  return { result, views, last: (await see()) as CutoverReading };
}
