import { provenHours } from '../../../lambdas/core/health/remaining-traffic';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import { checkDeployment } from '../../../lambdas/steps/check-deployment';
import { reconcile } from '../../../lambdas/steps/guards/reconcile';
import { revertTraffic } from '../../../lambdas/steps/revert-traffic';
import { verifyDecommission } from '../../../lambdas/steps/verify-decommission';
import type { Tamper } from '../../rehearsal/world/world-functions';

const HOUR_MS = 3_600_000;

/** Bugs that leave something behind: what is broken, what refers to the old path, what never ends. */
export const leftBehindMutants = {
  'say that a path can go while others refer to it': (_, ports) => ({
    VerifyDecommission: (input) => {
      const { plan, ...rest } = input as { plan: Plan };
      return verifyDecommission(ports)({ ...rest, plan: { ...plan, decommission: undefined } } as never);
    },
  }),
  'say that a path can go while another zone leads to it': (_, { router, ...ports }) => ({
    VerifyDecommission: (input) => {
      const { around: _around, ...alone } = router;
      return verifyDecommission({ ...ports, router: alone })(input as never);
    },
  }),
  'let a path go unless every hour is above the limit': (_, { health, clock, ...ports }) => ({
    VerifyDecommission: (input) => {
      const { soakState } = input as { readonly soakState?: { readonly effectiveAt: string } };
      const requests: typeof health.requests = async (sources, from, to, ...of) => {
        const hours = soakState === undefined ? [] : provenHours(soakState.effectiveAt, clock.now());
        if (to - from > HOUR_MS || hours.length === 0) {
          return await health.requests(sources, from, to, ...of);
        }
        const counts = hours.map((hour) => health.requests(sources, hour.from, hour.to, ...of));
        return Math.min(...(await Promise.all(counts)).map((count) => count ?? 0));
      };
      return verifyDecommission({ ...ports, clock, health: { ...health, requests } })(input as never);
    },
  }),
  'release a route that could not be put back': (steps) => ({
    ReleaseLock: (input) => steps.ReleaseLock({ ...(input as object), unrestored: '' }),
  }),
  'take its share from a third record': (_, { router, records, ...ports }) => ({
    RevertTraffic: (input) => {
      const putBack: typeof router.putBack = async (route, target, found) => {
        const ours = recordRouteOf(route);
        const done = await router.putBack(route, target, found);
        if (ours !== null) {
          const pair = [undefined, ours.oldSetIdentifier, ours.newSetIdentifier];
          const thirds = (await records.read(ours)).filter(({ SetIdentifier: id }) => !pair.includes(id));
          const zeroed = thirds.map((one) => ({ ...one, Weight: 0 }));
          await (thirds.length === 0 ? null : records.replace(ours, thirds, zeroed));
        }
        return done;
      };
      return revertTraffic({ ...ports, router: { ...router, putBack } })(input as never);
    },
  }),
  'reconcile no broken route': (_, { router, ...ports }) => ({
    Reconcile: () => {
      const read: typeof router.read = (route) =>
        router.read(route).catch((error: Error) => Promise.reject(new Error(error.message)));
      return reconcile({ ...ports, router: { ...router, read } })();
    },
  }),
  'wait for a deployment for ever': (_, ports) => ({
    CheckDeployment: (input) => checkDeployment(ports)(withTimeout(input, 1_000_000) as never),
  }),
} satisfies Readonly<Record<string, Tamper>>;

/** The input of the check of a deployment, with another limit in seconds in the plan. */
export function withTimeout(input: unknown, timeoutSeconds: number): object {
  const { plan, ...rest } = input as { plan: Plan };
  const stages = plan.stages.map(({ deploy, ...stage }) =>
    deploy === undefined ? stage : { ...stage, deploy: { ...deploy, timeoutSeconds } },
  );
  return { ...rest, plan: { ...plan, stages } };
}
