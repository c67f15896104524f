import { routeKey } from '../../../lambdas/core/routers/route';
import { AbortedError, PausedError, RouteBrokenError } from '../../../lambdas/core/shared/errors';
import type { RevertExecution } from '../../../lambdas/core/shared/revert-execution';
import type { Executions } from '../../../lambdas/ports';
import { checkDeployment } from '../../../lambdas/steps/check-deployment';
import { reconcile } from '../../../lambdas/steps/guards/reconcile';
import { operate } from '../../../lambdas/steps/operate';
import { prepareRecords } from '../../../lambdas/steps/prepare-records';
import { revertTraffic } from '../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import { startDeployment } from '../../../lambdas/steps/start-deployment';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { reading } from './command-mutants';
import { withTimeout } from './left-behind-mutants';

/** The executions, with another description of each revert than it has. */
function withReverts(
  executions: Executions,
  change: (revert: RevertExecution) => RevertExecution,
): Executions {
  return {
    ...executions,
    describeRevert: async (name) => {
      const found = await executions.describeRevert(name);
      return found === null ? null : change(found);
    },
  };
}

/** Bugs that end a cutover for no reason, or say what is not so of its end and of its entry. */
export const guardMutants = {
  'take an alarm from before the cutover for its own': (steps) => ({
    GuardAlarm: (input) => steps.GuardAlarm({ ...(input as object), time: undefined }),
  }),
  'take the end of any execution for that of the cutover': (steps, { ledger, routes }) => ({
    GuardExecution: async (input) => {
      const { detail } = input as { readonly detail: object };
      const holder = (await ledger.read(routes[0] ?? ''))?.lock?.execution;
      const executionArn = holder ?? (detail as { readonly executionArn: string }).executionArn;
      return steps.GuardExecution({ detail: { ...detail, executionArn } });
    },
  }),
  'forget how the records were prepared': (_, { ledger, ...ports }) => ({
    PrepareRecords: (input) =>
      prepareRecords({ ...ports, ledger: { ...ledger, saveExpected: async () => undefined } })(
        input as never,
      ),
  }),
  'prepare over an entry that is corrupt': (_, { ledger, ...ports }) => ({
    PrepareRecords: (input) => {
      const { plan, route } = input as Parameters<ReturnType<typeof prepareRecords>>[0];
      const sound = reading(ledger, (entry) =>
        route === routeKey(plan.router) ? { ...entry, router: plan.router } : entry,
      );
      return prepareRecords({ ...ports, ledger: sound })(input as never);
    },
  }),
  'give up a deployment when it has just begun': (_, ports) => ({
    CheckDeployment: (input) => checkDeployment(ports)(withTimeout(input, 1) as never),
  }),
  'take a whole route for a broken one': (_, { router, ...ports }) => ({
    ShiftTraffic: (input) => {
      const read = () => Promise.reject(new RouteBrokenError('the route cannot carry a percent'));
      return shiftTraffic({ ...ports, router: { ...router, read } })(input as never);
    },
  }),
  'take targets that can serve for unhealthy ones': (_, { targets, ...ports }) => ({
    RevertTraffic: (input) => {
      // The path that the traffic moves back to is asked first.
      let asked = 0;
      const none: typeof targets.targets = async (arn) => (asked++ === 0 ? [] : await targets.targets(arn));
      return revertTraffic({ ...ports, targets: { ...targets, targets: none } })(input as never);
    },
  }),
  'end a cutover that is paused': (steps) => ({
    ShiftTraffic: (input) =>
      Promise.resolve(steps.ShiftTraffic(input)).catch((error: Error) => {
        throw error instanceof PausedError ? new AbortedError(error.message) : error;
      }),
  }),
  'refuse an abort while the cutover runs': (steps) => ({
    Operate: (input) =>
      JSON.parse((input as { readonly body: string }).body).kind === 'abort'
        ? Promise.resolve({ statusCode: 409, body: '{}' })
        : steps.Operate(input),
  }),
  'take a revert that has failed for one that runs': (_, { executions, ...ports }) => ({
    Operate: (input) => {
      const found = withReverts(executions, (revert) => ({ ...revert, status: 'RUNNING' }));
      return operate({ ...ports, executions: found })(input as never);
    },
  }),
  'forget a lock that a failed revert has kept': (_, { executions, ...ports }) => ({
    Reconcile: () => {
      const found = withReverts(executions, (revert) =>
        revert.status === 'FAILED' ? { ...revert, status: 'RUNNING' } : revert,
      );
      return reconcile({ ...ports, executions: found })();
    },
  }),
  'accept a command and lose it': (_, { ledger, ...ports }) => ({
    Operate: (input) => {
      const sendCommand = async () => undefined;
      return operate({ ...ports, ledger: { ...ledger, sendCommand } })(input as never);
    },
  }),
  'refuse an abort that cannot be recorded': (_, { ledger, ...ports }) => ({
    Operate: (input) => {
      const sendToHolder: typeof ledger.sendToHolder = (...args) =>
        ledger.sendToHolder(...args).catch(() => false);
      return operate({ ...ports, ledger: { ...ledger, sendToHolder } })(input as never);
    },
  }),
  'start a revert that has failed without an operator': (_, { executions, ...ports }) => ({
    Reconcile: () => {
      const found = withReverts(executions, (revert) =>
        revert.status === 'FAILED' ? { ...revert, input: '{}' } : revert,
      );
      return reconcile({ ...ports, executions: found })();
    },
  }),
  'take a route that cannot be read for a changed one': (_, { router, ...ports }) => ({
    Reconcile: () => {
      const read: typeof router.read = (route) =>
        router.read(route).catch((error: Error) => Promise.reject(new RouteBrokenError(error.message)));
      return reconcile({ ...ports, router: { ...router, read } })();
    },
  }),
  'overlook its own order of a deployment': (_, { deployments, ...ports }) => ({
    StartDeployment: (input) => {
      const find: typeof deployments.find = (order, since) => deployments.find(order, since + 600_000);
      return startDeployment({ ...ports, deployments: { ...deployments, find } })(input as never);
    },
  }),
  'refuse to move back when neither path can serve': (_, { targets, ...ports }) => ({
    RevertTraffic: (input) => {
      // The path that the traffic moves back to is asked first.
      let asked = 0;
      const better: typeof targets.targets = async (arn) => {
        const found = await targets.targets(arn);
        asked += 1;
        return asked === 1 ? found : (found?.map((one) => ({ ...one, state: 'healthy' })) ?? null);
      };
      return revertTraffic({ ...ports, targets: { ...targets, targets: better } })(input as never);
    },
  }),
  'take a revert that has failed for one that is done': (steps) => ({
    CheckRevert: async (input) => {
      const checked = (await steps.CheckRevert(input)) as { readonly revert: string };
      return checked.revert === 'FAILED' ? { ...checked, revert: 'SUCCEEDED' } : checked;
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;
