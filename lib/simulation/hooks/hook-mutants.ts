import type { TestPlace } from '../../../lambdas/core/deployment-hook/hook-route';
import type { HttpProbe, ListenerReading, ProbeRequest } from '../../../lambdas/ports';
import { deploymentHook, type HookPorts } from '../../../lambdas/steps/hooks/deployment-hook';
import { answerMutants } from './hook-answer-mutants';
import type { HookMutant } from './hook-mutant';
import type { HookTamper } from './run-hook';

/** The hook over other ports than it has. */
const over =
  (change: (ports: HookPorts) => Partial<HookPorts>): HookTamper =>
  (ports) =>
    deploymentHook({ ...ports, ...change(ports) });

/** The hook with another probe. */
const probing = (change: (probe: HttpProbe, place: TestPlace) => HttpProbe): HookTamper =>
  over(({ probeTo }) => ({ probeTo: (place) => change(probeTo(place), place) }));

/** The hook with other requests. */
const sending = (change: (request: ProbeRequest) => ProbeRequest): HookTamper =>
  probing((probe) => ({ send: (request) => probe.send(change(request)) }));

/** The hook with other readings of listeners. */
const listening = (change: (listener: ListenerReading) => ListenerReading): HookTamper =>
  over(({ listeners }) => ({
    listeners: {
      read: async (arn) => {
        const listener = await listeners.read(arn);
        return listener === null ? null : change(listener);
      },
    },
  }));

const GOOD = { status: 200, headers: {}, body: '{"status":"up"}', truncated: false, latencyMs: 1 };
const healthyOne = { id: '10.0.1.1:8080', state: 'healthy', reason: '' };

/** Bugs of what the hook reads and tests. */
const testMutants = {
  'take every answer of the new tasks for good': {
    violates: 'hook-passes-what-it-tested',
    tamper: probing((probe) => ({
      send: async (request) => {
        await probe.send(request);
        return GOOD;
      },
    })),
  },
  'test the first check alone': {
    violates: 'hook-passes-what-it-tested',
    tamper: over(({ plan }) => ({ plan: { ...plan, checks: plan.checks.slice(0, 1) } })),
  },
  'take no target for healthy': {
    violates: 'hook-passes-healthy-targets-alone',
    tamper: over(({ targets }) => ({
      targets: {
        targets: async (arn) => {
          const all = await targets.targets(arn);
          return all?.length === 0 ? [healthyOne] : all;
        },
      },
    })),
  },
  'take one healthy target for enough': {
    violates: 'hook-passes-healthy-targets-alone',
    tamper: over(({ targets }) => ({
      targets: {
        targets: async (arn) => {
          const all = await targets.targets(arn);
          const healthy = all?.filter(({ state }) => state === 'healthy') ?? [];
          return healthy.length === 0 ? all : healthy;
        },
      },
    })),
  },
  'take a target group that does not exist for one without targets': {
    violates: 'hook-waits-for-a-reason',
    tamper: over(({ targets }) => ({
      targets: { targets: async (arn) => (await targets.targets(arn)) ?? [] },
    })),
  },
  'take any listener for one of the new tasks': {
    violates: 'hook-tests-new-tasks-alone',
    tamper: over(({ codeDeploy, ecs }) => {
      const groups = async <Event>(read: (event: Event) => ReturnType<typeof ecs.read>, event: Event) => {
        const reading = await read(event);
        return reading && { ...reading, oldTargetGroups: [], productionListeners: [] };
      };
      return {
        codeDeploy: { ...codeDeploy, read: (event) => groups(codeDeploy.read, event) },
        ecs: { read: (event) => groups(ecs.read, event) },
      };
    }),
  },
  'test at any stage': {
    violates: 'hook-tests-new-tasks-alone',
    tamper: over(({ codeDeploy, ecs }) => ({
      codeDeploy: {
        ...codeDeploy,
        read: async (event) => withoutStage(await codeDeploy.read(event)),
      },
      ecs: { read: async (event) => withoutStage(await ecs.read(event)) },
    })),
  },
  'ask the production listener': {
    violates: 'hook-asks-no-production-listener',
    tamper: sending((request) => ({ ...request, connectPort: 443 })),
  },
  'ask for the name of the load balancer': {
    violates: 'hook-asks-no-production-listener',
    tamper: sending((request) => ({
      ...request,
      url: request.url.replace('//api.example.com', `//${request.connectTo ?? ''}`),
    })),
  },
  'take every listener for HTTP': {
    violates: 'hook-asks-no-production-listener',
    tamper: listening((listener) => ({ ...listener, protocol: 'HTTP' })),
  },
  'fail without a wait': {
    violates: 'hook-fails-for-a-reason',
    tamper: over(({ plan }) => ({ plan: { ...plan, waitHealthySeconds: 0 } })),
  },
  'expect faster answers than the plan': {
    violates: 'hook-fails-for-a-reason',
    tamper: over(({ plan }) => ({
      plan: { ...plan, checks: plan.checks.map((check) => ({ ...check, maxLatencyMs: 20 })) },
    })),
  },
} satisfies Readonly<Record<string, HookMutant>>;

/** Bugs that the simulation of deployment hooks must find. They are used for nothing else. */
export const hookMutants = { ...testMutants, ...answerMutants } satisfies Readonly<
  Record<string, HookMutant>
>;

/** The name of a planted bug of the hook. */
export type HookMutantName = keyof typeof hookMutants;

function withoutStage<Reading extends { readonly stage: string | null }>(reading: Reading | null) {
  return reading === null ? null : { ...reading, stage: null };
}
