import type { Plan } from '../../../lambdas/core/plan';
import type { SmokeCheck } from '../../../lambdas/core/plan-smoke-test';
import type { HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../../../lambdas/ports';
import type { Random } from '../random';
import type { VirtualClock } from '../virtual-clock';
import { failingStatus, forgeAnswer } from './forged-answer';
import { LATENCY_SPREAD, type Path } from './path';

/** The new path as a smoke test sees it. */
export function worldProbe(plan: Plan, path: Path, clock: VirtualClock, random: Random): HttpProbe {
  return {
    async send(request): Promise<ProbeResponse | ProbeFailure> {
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
      const answer = check === undefined ? { status: 404, headers: {}, body: '' } : forgeAnswer(check);
      return { ...answer, truncated: false, latencyMs };
    },
  };
}

/** The check that a request belongs to. */
function checkOf(plan: Plan, request: ProbeRequest): SmokeCheck | undefined {
  const base = plan.smokeTest.baseUrl.replace(/\/$/, '');
  return plan.smokeTest.checks.find(
    (check) =>
      check.method === request.method &&
      new URL(base + check.path).href === new URL(request.url).href &&
      check.body === request.body &&
      Object.entries(check.headers).every(([name, value]) => request.headers[name] === value),
  );
}
