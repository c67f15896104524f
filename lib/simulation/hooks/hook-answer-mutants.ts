import { deploymentHook, type HookPorts } from '../../../lambdas/steps/hooks/deployment-hook';
import type { HookMutant } from './hook-mutant';
import type { Hook, HookTamper } from './run-hook';

type Answered = Readonly<Record<string, unknown>>;

/** The hook with another answer than it gives. */
const answering =
  (change: (answer: Answered, event: Answered) => Answered): HookTamper =>
  (ports) =>
  async (event, call) =>
    change({ ...(await deploymentHook(ports)(event, call)) }, event as Answered);

/** The hook with another event than it gets. */
const given =
  (change: (event: Answered) => unknown): HookTamper =>
  (ports) =>
  (event, call) =>
    deploymentHook(ports)(change(event as Answered), call);

/** The hook with other reports to CodeDeploy. */
const reporting =
  (
    change: (
      report: HookPorts['codeDeploy']['report'],
      ports: HookPorts,
    ) => HookPorts['codeDeploy']['report'],
  ) =>
  (ports: HookPorts): Hook =>
    deploymentHook({
      ...ports,
      codeDeploy: { ...ports.codeDeploy, report: change(ports.codeDeploy.report, ports) },
    });

const detailsOf = (event: Answered): Answered => (event.hookDetails ?? {}) as Answered;

const isWaiting = (answer: Answered) => answer.hookStatus === 'IN_PROGRESS';

/** Bugs of what the hook answers, and when. */
export const answerMutants = {
  'wait for an hour': {
    violates: 'hook-wait-ends',
    tamper: (ports) => deploymentHook({ ...ports, plan: { ...ports.plan, waitHealthySeconds: 3_600 } }),
  },
  'count the wait from each invocation': {
    violates: 'hook-keeps-details',
    tamper: given((event) => {
      const { cutoverWaitingSince: _, ...details } = detailsOf(event);
      return event.hookDetails === undefined ? event : { ...event, hookDetails: details };
    }),
  },
  'forget the details of others': {
    violates: 'hook-keeps-details',
    tamper: answering((answer) => {
      const { team: _, ...details } = detailsOf(answer);
      return isWaiting(answer) ? { ...answer, hookDetails: details } : answer;
    }),
  },
  'pause before the first test': {
    violates: 'hook-waits-for-a-reason',
    tamper: (ports) => async (event, call) => {
      await ports.clock.sleep(100_000);
      return deploymentHook(ports)(event, { ...call, remainingMs: call.remainingMs - 100_000 });
    },
  },
  'work until the function ends': {
    violates: 'hook-answers-in-time',
    tamper: (ports) => (event, call) =>
      deploymentHook(ports)(event, { ...call, remainingMs: call.remainingMs + 60_000 }),
  },
  'report once': {
    violates: 'hook-answers-in-time',
    tamper: (ports) => {
      let tried = false;
      return reporting((report) => async (event, status) => {
        if (tried) {
          throw new Error('it was tried');
        }
        tried = true;
        return report(event, status);
      })(ports);
    },
  },
  'take a report that was lost for one that was accepted': {
    violates: 'hook-returns-once-reported',
    tamper: reporting((report) => async (event, status) => {
      try {
        return await report(event, status);
      } catch {
        return 'reported';
      }
    }),
  },
  'report a failure that was lost as a success': {
    violates: 'hook-reports-one-outcome',
    tamper: reporting((report) => {
      let count = 0;
      return (event, status) => {
        count += 1;
        return report(event, count > 1 ? 'Succeeded' : status);
      };
    }),
  },
  'test during a rollback': {
    violates: 'hook-passes-a-rollback',
    tamper: given((event) =>
      event.executionDetails === undefined
        ? event
        : { ...event, executionDetails: { ...(event.executionDetails as object), testTrafficWeights: {} } },
    ),
  },
  'pass an event that it cannot read': {
    violates: 'hook-refuses-other-events',
    tamper: (ports) => async (event, call) => {
      try {
        return await deploymentHook(ports)(event, call);
      } catch (error) {
        if ((error as Error).name === 'ValidationError') {
          return { hookStatus: 'SUCCEEDED' };
        }
        throw error;
      }
    },
  },
  'log no failure': {
    violates: 'hook-records-its-outcome',
    tamper: (ports) => deploymentHook({ ...ports, log: { ...ports.log, error: () => undefined } }),
  },
} satisfies Readonly<Record<string, HookMutant>>;
