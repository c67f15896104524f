import type { Plan } from '../../../lambdas/core/plan/plan';
import type { SmokeCheck } from '../../../lambdas/core/plan/smoke-test';
import type { HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../../../lambdas/ports';
import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';
import { LATENCY_SPREAD, type Path } from './path';
import { failingStatus, passingResponse } from './smoke-response';

/** What a probe in a world reaches. */
export interface WorldProbeOptions {
  readonly plan: Plan;
  readonly paths: { readonly old: Path; readonly new: Path };
  readonly clock: VirtualClock;
  readonly random: Random;
}

/** The paths as smoke tests reach them. The old path answers at the `baseUrl` of the plan's comparison. */
export function worldProbe({ plan, paths, clock, random }: WorldProbeOptions): HttpProbe {
  const { compare } = plan.smokeTest;
  const oldOrigin = compare === undefined ? null : new URL(compare.baseUrl).origin;
  return {
    async send(request): Promise<ProbeResponse | ProbeFailure> {
      const isOld = request.connectTo === undefined && new URL(request.url).origin === oldOrigin;
      const path = isOld ? paths.old : paths.new;
      const latencyMs = Math.round(random.logNormal(path.medianLatencyMs(), LATENCY_SPREAD) + path.addedMs());
      const tls = path.tlsFailure();
      if (tls !== null) {
        await clock.sleep(Math.min(latencyMs, request.timeoutMs));
        return { failure: `TLS handshake failed: ${tls}`, retryable: true };
      }
      if (latencyMs > request.timeoutMs) {
        await clock.sleep(request.timeoutMs);
        return { failure: `timed out after ${request.timeoutMs} ms`, retryable: true };
      }
      await clock.sleep(latencyMs);
      const check = checkOf(plan, request);
      if (random.uniform() < path.failures().rate) {
        return { status: failingStatus(check), headers: {}, body: '', truncated: false, latencyMs };
      }
      const answer = check === undefined ? { status: 404, headers: {}, body: '' } : passingResponse(check);
      return { ...answer, truncated: false, latencyMs };
    },
  };
}

/** The check that a request belongs to. */
function checkOf(plan: Plan, request: ProbeRequest): SmokeCheck | undefined {
  const url = new URL(request.url);
  return plan.smokeTest.checks.find(
    (check) =>
      check.method === request.method &&
      new URL(url.origin + check.path).href === url.href &&
      check.body === request.body &&
      Object.entries(check.headers).every(([name, value]) => request.headers[name] === value),
  );
}
