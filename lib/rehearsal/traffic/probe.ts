import { gainingPath } from '../../../lambdas/core/plan/direction';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { SmokeCheck } from '../../../lambdas/core/plan/smoke-test';
import type { PlainOrSecret } from '../../../lambdas/core/secrets/secret-reference';
import { askedName } from '../../../lambdas/core/smoke-test/asked-name';
import { CERTIFICATE_WANTED } from '../../../lambdas/core/smoke-test/http-answer';
import type { ProbeFailure, ProbeRequest, ProbeResponse } from '../../../lambdas/ports';
import { REHEARSED_SECRET } from '../aws/secrets';
import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { NewRecordTarget } from './new-record-target';
import { LATENCY_SPREAD, type Path } from './path';
import { failingStatus, passingResponse } from './smoke-response';

/** What a probe in a world reaches. */
export interface WorldProbeOptions {
  readonly plan: Plan;
  readonly paths: { readonly old: Path; readonly new: Path };
  readonly newTarget: NewRecordTarget;
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Called with each request that a path has served, and whether it failed. */
  readonly served: (path: 'old' | 'new', failed: boolean) => void;
}

/** The paths as functions reach them. */
export interface WorldProbe {
  /** @param invocation of the function that sends it, counted from 1 */
  send(request: ProbeRequest, invocation: number): Promise<ProbeResponse | ProbeFailure>;
}

/** How a path takes a request: how long it takes, whether it fails, and what answers in its place. */
interface Answering {
  readonly latencyMs: number;
  readonly fails: () => boolean;
  readonly instead: ProbeFailure | { readonly status: number } | null;
}

/**
 * The paths as smoke tests reach them. The old path answers at the `baseUrl` of the plan's comparison. The
 * path that gains answers to everything else, and its record's target to the production name.
 */
export function worldProbe(options: WorldProbeOptions): WorldProbe {
  const { plan, paths, newTarget, clock, random, served } = options;
  const places = new Places(plan);
  const { compare } = plan.smokeTest;
  const oldOrigin = compare === undefined ? null : new URL(compare.baseUrl).origin;
  const gaining = paths[gainingPath(plan)];
  let latestMs = gaining.medianLatencyMs();
  const answering = (request: ProbeRequest, path: Path, { host }: Place): Answering => {
    if (isAtNewTarget(plan, request, host)) {
      // The same servers answer as on the new path, so a request takes as long as the one before it.
      const latencyMs = Math.round(latestMs + path.addedMs());
      const fails = () => newTarget.fails(path.failures().rate);
      return { latencyMs, fails, instead: newTarget.answerFor(host) };
    }
    const drawnMs = random.logNormal(path.medianLatencyMs(), LATENCY_SPREAD);
    latestMs = path === gaining ? drawnMs : latestMs;
    const fails = () => random.uniform() < path.failures().rate;
    return { latencyMs: Math.round(drawnMs + path.addedMs()), fails, instead: null };
  };
  return {
    async send(request): Promise<ProbeResponse | ProbeFailure> {
      const place = places.of(request.url);
      const isOld = request.connectTo === undefined && place.origin === oldOrigin;
      const path = isOld ? paths.old : gaining;
      const { latencyMs, fails, instead } = answering(request, path, place);
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
      if (path.asksForCertificate() && request.clientCertificate === undefined) {
        return { failure: CERTIFICATE_WANTED, retryable: false };
      }
      if (instead !== null && 'failure' in instead) {
        return instead;
      }
      const check = place.checks.find((one) => isOf(one, request));
      const failed = fails();
      served(path === paths.old ? 'old' : 'new', failed);
      if (failed) {
        return { status: failingStatus(check), headers: {}, body: '', truncated: false, latencyMs };
      }
      const unknown = check === undefined ? { status: 404 } : null;
      const answer = instead ?? unknown ?? passingResponse(check as SmokeCheck);
      return { headers: {}, body: '', ...answer, truncated: false, latencyMs };
    },
  };
}

/** Whether a request is for the production name at the target of the new record. */
function isAtNewTarget(plan: Plan, { connectTo }: ProbeRequest, host: string): boolean {
  return connectTo !== undefined && host === askedName(plan) && connectTo !== plan.smokeTest.connectTo;
}

/** What a URL says. */
interface Place {
  readonly origin: string;
  readonly host: string;
  /** The checks of its path. */
  readonly checks: readonly SmokeCheck[];
}

/** What the URLs of requests say. Probes ask the same few ones thousands of times. */
class Places {
  private readonly known = new Map<string, Place>();

  constructor(private readonly plan: Plan) {}

  of(text: string): Place {
    let place = this.known.get(text);
    if (place === undefined) {
      const { origin, hostname, href } = new URL(text);
      const { checks } = this.plan.smokeTest;
      const ofPath = checks.filter(({ path }) => new URL(origin + path).href === href);
      place = { origin, host: hostname, checks: ofPath };
      this.known.set(text, place);
    }
    return place;
  }
}

/** Whether a request for the path of a check is that of the check. */
function isOf({ method, body, headers }: SmokeCheck, request: ProbeRequest): boolean {
  return (
    method === request.method &&
    isSent(body, request.body) &&
    Object.entries(headers).every(([name, value]) => isSent(value, request.headers[name]))
  );
}

/** Whether what a check says was sent; for a secret, its value in place of the reference. */
function isSent(given: PlainOrSecret | undefined, sent: string | undefined): boolean {
  return typeof given === 'object'
    ? sent?.startsWith(given.prefix ?? '') === true && sent.includes(REHEARSED_SECRET)
    : given === sent;
}
