import type { HookPlan } from '../../../lambdas/core/deployment-hook/hook-plan';
import type { TestPlace } from '../../../lambdas/core/deployment-hook/hook-route';
import type { Clock, HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../../../lambdas/ports';
import { type HookCase, partAt, type TaskAnswer } from './hook-case';
import type { RecordedInvocation } from './hook-record';
import { DNS_NAME, TEST_PORT } from './hook-services';

/** How long tasks take to answer, in milliseconds. */
export const USUAL_MS = 40;
export const SLOW_MS = 1_500;

/** What requests go through. */
export interface ProbeOptions {
  readonly place: TestPlace;
  readonly drawn: HookCase;
  readonly plan: HookPlan;
  readonly clock: Clock;
  readonly invocation: RecordedInvocation;
  /** The first invocation in epoch milliseconds. */
  readonly start: number;
}

/** Where test traffic is sent: the test listener, or the plan's endpoint, which leads to it. */
export function testPlaceOf({ endpoint }: HookPlan): string {
  return endpoint === undefined ? `${DNS_NAME}:${TEST_PORT}` : new URL(endpoint).host;
}

/** Requests over the listeners of the load balancer. The old tasks always answer well. */
export function probeOf({ place, drawn, plan, clock, invocation, start }: ProbeOptions): HttpProbe {
  return {
    send: async (request) => {
      const atMs = clock.now() - start;
      const at = `${request.connectTo ?? place.host}:${request.connectPort ?? place.port}`;
      const path = new URL(request.url).pathname;
      const reached = at === testPlaceOf(plan) ? partAt(drawn.testTraffic, atMs).to : null;
      const given = partAt(drawn.answers, atMs);
      const isGood = reached !== 'new' || (given.path !== undefined && given.path !== path);
      const answer = isGood ? 'good' : given.kind;
      invocation.requests.push({ atMs, url: request.url, place: at, path, reached, answer });
      return answered(answer, request, clock);
    },
  };
}

async function answered(
  kind: TaskAnswer,
  { timeoutMs }: ProbeRequest,
  clock: Clock,
): Promise<ProbeResponse | ProbeFailure> {
  const latencyMs = kind === 'slow' ? SLOW_MS : kind === 'silent' ? Number.POSITIVE_INFINITY : USUAL_MS;
  await clock.sleep(Math.min(latencyMs, timeoutMs));
  if (kind === 'never') {
    return new Promise(() => undefined);
  }
  if (kind === 'throws') {
    throw new TypeError('the probe has a fault');
  }
  if (latencyMs > timeoutMs) {
    return { failure: `timed out after ${timeoutMs} ms`, retryable: true };
  }
  if (kind === 'refused') {
    return { failure: 'connection refused', retryable: true };
  }
  const body = `{"status":"${kind === 'wrong-text' ? 'starting' : 'up'}"}`;
  return { status: kind === 'error' ? 503 : 200, headers: {}, body, truncated: false, latencyMs };
}
