import { deploymentHook, type HookCall, type HookPorts } from '../../../lambdas/steps/hooks/deployment-hook';
import type { HookCase } from './hook-case';
import { eventOf } from './hook-event';
import type { HookRun, RecordedInvocation } from './hook-record';
import { HOOK_START, HookWorld } from './hook-world';

/** The hook as a function of its event. */
export type Hook = ReturnType<typeof deploymentHook>;
/** A planted bug: the hook over ports, done wrong. */
export type HookTamper = (ports: HookPorts) => Hook;

/** Lambda calls a function again that threw or was cut, after these pauses (asynchronous invocation). */
const LAMBDA_PAUSES_MS = [60_000, 120_000];
/** No case needs as many invocations: a wait of 840 s asks again every 15 s. */
const MOST_INVOCATIONS = 150;
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:shop-hook';

/** Invokes the hook as the service of the case does, until it has its answer or gives up. */
export async function runHook(drawn: HookCase, tamper: HookTamper = deploymentHook): Promise<HookRun> {
  const world = new HookWorld(drawn);
  const invocations: RecordedInvocation[] = [];
  const invoke = async (details: Readonly<Record<string, unknown>>): Promise<RecordedInvocation> => {
    const one = await invoked(world, drawn, details, tamper);
    invocations.push(one);
    return one;
  };
  await world.clock.runUntil(
    drawn.contract === 'codedeploy' ? playCodeDeploy(world, drawn, invoke) : playEcs(world, drawn, invoke),
  );
  return { invocations, accepted: world.accepted };
}

type Invoke = (details: Readonly<Record<string, unknown>>) => Promise<RecordedInvocation>;

/** Lambda delivers the event of CodeDeploy at least once, and again while the function fails. */
async function playCodeDeploy(world: HookWorld, drawn: HookCase, invoke: Invoke): Promise<void> {
  for (let delivery = 0; delivery < drawn.deliveries; delivery += 1) {
    for (const pauseMs of [...LAMBDA_PAUSES_MS, null]) {
      const { result } = await invoke({});
      if ('returned' in result || pauseMs === null) {
        break;
      }
      await world.clock.sleep(pauseMs);
    }
  }
}

/** ECS invokes the hook again after IN_PROGRESS, with the details that it returned. */
async function playEcs(world: HookWorld, drawn: HookCase, invoke: Invoke): Promise<void> {
  const { waitingSince } = drawn;
  let details: Readonly<Record<string, unknown>> = {
    team: 'shop',
    ...(waitingSince === null
      ? {}
      : { cutoverWaitingSince: new Date(HOOK_START + waitingSince * 1_000).toISOString() }),
    ...(drawn.event === 'odd-time' ? { cutoverWaitingSince: 'yesterday' } : {}),
  };
  for (let count = 0; count < MOST_INVOCATIONS; count += 1) {
    const { result } = await invoke(details);
    if (!('returned' in result) || result.returned.hookStatus !== 'IN_PROGRESS') {
      return;
    }
    const { callBackDelay = 30, hookDetails = {} } = result.returned;
    details = hookDetails as typeof details;
    await world.clock.sleep(Number(callBackDelay) * 1_000);
  }
}

/** One invocation, which Lambda cuts at the end of the function's time. */
async function invoked(
  world: HookWorld,
  drawn: HookCase,
  details: Readonly<Record<string, unknown>>,
  tamper: HookTamper,
): Promise<RecordedInvocation> {
  const startMs = world.nowMs();
  const functionEndMs = startMs + drawn.functionSeconds * 1_000;
  const invocation: RecordedInvocation = {
    ...{ startMs, functionEndMs, endMs: functionEndMs, result: { cut: true } },
    ...{ calls: [], requests: [], lines: [], details },
  };
  const { ports, cut } = world.portsOf(invocation);
  const call: HookCall = { remainingMs: functionEndMs - startMs, functionArn: FUNCTION_ARN };
  const over = world.clock.timer(functionEndMs - startMs);
  const done = tamper(ports)(overJson(eventOf(drawn, details)), call).then(
    (returned) => ({ returned: overJson(returned) as Record<string, unknown> }),
    (threw: Error) => ({ threw }),
  );
  const result = await Promise.race([done, over.over.then(() => ({ cut: true }) as const)]);
  over.cancel();
  // Lambda freezes a function that has answered.
  cut();
  invocation.result = result;
  invocation.endMs = world.nowMs();
  return invocation;
}

/** Events and results pass through JSON. */
function overJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
