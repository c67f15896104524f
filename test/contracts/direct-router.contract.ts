import { beforeEach, describe, expect, test } from '@jest/globals';
import { type PathWeights, planDirect } from '../../lambdas/core/routers/direct-weights';
import { pathNames } from '../../lambdas/core/routers/route';
import type { Router } from '../../lambdas/core/routers/router-schema';
import type { DirectRouter, DirectWrite } from '../../lambdas/ports';

/** A route whose weights are set exactly, and what a test does behind the router's back. */
export interface DirectRouterHarness<Route extends Router = Router> {
  readonly router: DirectRouter<Route>;
  readonly route: Route;
  /** Creates the route with these weights. */
  seed(weights: PathWeights): Promise<void>;
  /** The weights of the route, read without the router. */
  weights(): Promise<PathWeights>;
  /** Everything that a write must not change, read without the router. */
  rest(): Promise<unknown>;
  /** Someone else sets other weights. */
  foreignShift(weights: PathWeights): Promise<void>;
  /** Lets time pass until a change has propagated. */
  propagate(change: DirectWrite): Promise<void>;
}

/**
 * What every router must do for `cutover revert --direct`.
 * @param others weights beside 100/0, 37/63 and 0/100 that the service takes
 */
export function describeDirectRouter<Route extends Router>(
  name: string,
  make: () => Promise<DirectRouterHarness<Route>>,
  others: readonly (readonly [number, number])[],
): void {
  describe(`${name} as a direct router`, () => {
    let harness: DirectRouterHarness<Route>;
    beforeEach(async () => {
      harness = await make();
    });
    const read = () => harness.router.read(harness.route);
    const pairs = async () => planDirect(pathNames(harness.route), (await read()).standing).pairs;
    const write = (weights: PathWeights, version: string) =>
      harness.router.write(harness.route, weights, version);
    const every = [[100, 0], [37, 63], [0, 100], ...others] as const;

    test.each(every)('reads the weights %i/%i as they are', async (old, fresh) => {
      await harness.seed({ old, new: fresh });
      expect((await pairs()).map(({ before }) => before)).toEqual([{ old, new: fresh }]);
    });

    test.each(every)('writes the weights %i/%i exactly, and nothing else', async (old, fresh) => {
      await harness.seed({ old: 50, new: 50 });
      const rest = await harness.rest();
      await write({ old, new: fresh }, (await read()).version);
      expect(await harness.weights()).toEqual({ old, new: fresh });
      expect(await harness.rest()).toEqual(rest);
    });

    test('writes nothing when someone else has changed the weights since the read', async () => {
      await harness.seed({ old: 50, new: 50 });
      const { version } = await read();
      await harness.foreignShift({ old: 30, new: 70 });
      const refused = expect(write({ old: 100, new: 0 }, version)).rejects;
      await refused.toMatchObject({ name: 'RouteChangedError' });
      expect(await harness.weights()).toEqual({ old: 30, new: 70 });
    });

    test('reports a change as propagated once it is', async () => {
      await harness.seed({ old: 50, new: 50 });
      const change = await write({ old: 100, new: 0 }, (await read()).version);
      await harness.propagate(change);
      expect(await harness.router.propagated(change)).toBe(true);
    });
  });
}
