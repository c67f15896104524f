import type { EcsAnswer } from '../../../lambdas/core/deployment-hook/hook-answer';
import type { HookContract } from '../../../lambdas/core/deployment-hook/hook-event';
import { checkHookPlan, type HookPlan } from '../../../lambdas/core/deployment-hook/hook-plan';
import type { HookPlanInput } from '../../../lambdas/core/deployment-hook/hook-plan-input';
import type {
  CodeDeployHook,
  DeploymentReading,
  HttpProbe,
  ListenerReading,
  ProbeResponse,
  TargetReading,
} from '../../../lambdas/ports';
import { deploymentHook, type HookPorts } from '../../../lambdas/steps/hooks/deployment-hook';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import codeDeployEvent from '../../fixtures/hook/codedeploy-event.json';
import ecsEvent from '../../fixtures/hook/ecs-post-test-traffic-shift.json';

export const NOON = Date.parse('2026-11-20T12:00:00.000Z');
export const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:shop-hook';
export const ok: ProbeResponse = { status: 200, headers: {}, body: 'up', truncated: false, latencyMs: 42 };

const arn = (kind: string, rest: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${kind}/${rest}`;
export const blue = arn('targetgroup', 'blue/73e2d6bc24d8a067');
export const green = arn('targetgroup', 'green/9a8b7c6d5e4f3a2b');
export const testListener = arn('listener', 'app/api/50dc6c495c0c9188/0467ef3c8400ae65');
export const productionListener = arn('listener', 'app/api/50dc6c495c0c9188/f2f7dc8efc522ab2');
export const dnsName = 'internal-api-123.eu-west-1.elb.amazonaws.com';

export const never = <T>() => new Promise<T>(() => {});

export function hookPlan(over: Partial<HookPlanInput> = {}): HookPlan {
  const checked = checkHookPlan({ host: 'api.example.com', checks: [{ path: '/health' }], ...over });
  if (!checked.ok) {
    throw new Error(JSON.stringify(checked.problems));
  }
  return checked.value;
}

export const listenerTo = (...forwardsTo: string[]): ListenerReading => ({
  ...{ protocol: 'HTTP', port: 8080, dnsName, forwardsTo },
});
export const target = (state: string, id = '10.0.1.7:8080'): TargetReading => ({ id, state, reason: '' });

/** The answers of a world to the hook; tests replace some. */
export interface Scene {
  readonly plan: HookPlan;
  readonly reading: () => Promise<DeploymentReading | null>;
  readonly listener: (arn: string) => Promise<ListenerReading | null>;
  readonly targets: (arn: string) => Promise<readonly TargetReading[] | null>;
  readonly probe: HttpProbe['send'];
  readonly report: CodeDeployHook['report'];
  /** Time left for the function when it is invoked. */
  readonly remainingMs: number;
}

/** A deployment without problems: the new tasks are in the green group, healthy, and answer 200. */
export function sceneOf(contract: HookContract): Scene {
  const codeDeploy = contract === 'codedeploy';
  return {
    plan: hookPlan(),
    reading: async () => ({
      stage: codeDeploy ? 'BeforeAllowTraffic' : 'POST_TEST_TRAFFIC_SHIFT',
      targetGroups: codeDeploy ? ['blue', 'green'] : [blue, green],
      testListeners: [testListener],
      productionListeners: [productionListener],
    }),
    listener: async (of) => listenerTo(of === testListener ? green : blue),
    targets: async () => [target('healthy'), target('healthy', '10.0.2.9:8080')],
    probe: async () => ok,
    report: async () => 'reported',
    remainingMs: 510_000,
  };
}

/** A hook in a world with a clock of its own. */
export function hookWorld(scene: Scene) {
  const clock = new VirtualClock(NOON);
  const lines: ({ level: string; message: string } & Record<string, unknown>)[] = [];
  const reports: { readonly atMs: number; readonly status: string }[] = [];
  const answers: EcsAnswer[] = [];
  const places: unknown[] = [];
  const requests: Parameters<HttpProbe['send']>[0][] = [];
  const note = (level: string) => (message: string, detail: Record<string, unknown>) => {
    lines.push({ level, message, ...detail });
  };
  const ports: HookPorts = {
    plan: scene.plan,
    codeDeploy: {
      read: () => scene.reading(),
      report: (event, status) => {
        reports.push({ atMs: clock.now() - NOON, status });
        return scene.report(event, status);
      },
    },
    ecs: { read: () => scene.reading() },
    listeners: { read: (of) => scene.listener(of) },
    targets: { targets: (of) => scene.targets(of) },
    secrets: { read: async () => ({ value: 'a secret' }) },
    probeTo: (place) => {
      places.push(place);
      return {
        send: (request) => {
          requests.push(request);
          return scene.probe(request);
        },
      };
    },
    clock,
    log: { info: note('info'), error: note('error') },
  };
  const hook = deploymentHook(ports);
  const call = (event: unknown) =>
    clock.runUntil(hook(event, { remainingMs: scene.remainingMs, functionArn }));
  return { clock, lines, reports, answers, places, requests, call, elapsedMs: () => clock.now() - NOON };
}

export type HookWorld = ReturnType<typeof hookWorld>;

/**
 * Invokes the hook as the service does, until it has its answer: CodeDeploy once, ECS again after each
 * IN_PROGRESS.
 */
export async function playService(contract: HookContract, world: HookWorld): Promise<'pass' | 'fail'> {
  if (contract === 'codedeploy') {
    await world.call(codeDeployEvent);
    return world.reports.at(-1)?.status === 'Succeeded' ? 'pass' : 'fail';
  }
  let details: object = {};
  for (;;) {
    const answer = JSON.parse(JSON.stringify(await world.call({ ...ecsEvent, hookDetails: details })));
    world.answers.push(answer);
    if (answer.hookStatus !== 'IN_PROGRESS') {
      return answer.hookStatus === 'SUCCEEDED' ? 'pass' : 'fail';
    }
    details = { ...details, ...answer.hookDetails };
    await world.clock.runUntil(world.clock.sleep(answer.callBackDelay * 1_000));
  }
}
