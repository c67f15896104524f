import type { SmokeCheck } from '../../core/plan/smoke-test';
import { redirectOf } from '../../core/smoke-test/redirect';
import type { HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../../ports';
import { type FilledRequest, plainRequest, type SecretValues } from './secret-values';

/** Enough for any health document. A longer page is cut, and the reason then says so. */
const MAX_BODY_BYTES = 262_144;
const MAX_REDIRECTS = 5;

/** Sends a try within the time that is left. */
export interface CheckSender {
  readonly probe: HttpProbe;
  readonly secrets: Pick<SecretValues, 'fill'>;
  /** Whole milliseconds that are left for the smoke test as a whole. Nothing is sent at 0. */
  readonly leftMs: () => number;
}

/** Where checks are sent: an origin, and the address to connect to instead of its host. */
export interface CheckTarget {
  readonly baseUrl: string;
  readonly connectTo?: string | undefined;
  readonly connectPort?: number | undefined;
  /** The family of the addresses to connect to, where `connectTo` is a name; by default any. */
  readonly family?: 4 | 6 | undefined;
}

type Unsent = Omit<ProbeRequest, 'timeoutMs'>;

/**
 * Sends one try of a check. The latency of the answer includes the redirects that led to it. Never throws.
 */
export function sendCheck(
  sender: CheckSender,
  place: CheckTarget,
  check: SmokeCheck,
): Promise<ProbeResponse | ProbeFailure> {
  const plain = plainRequest(check);
  return plain === null ? sendWithSecrets(sender, place, check) : sendFilled(sender, place, check, plain);
}

async function sendWithSecrets(
  sender: CheckSender,
  place: CheckTarget,
  check: SmokeCheck,
): Promise<ProbeResponse | ProbeFailure> {
  const filled = await sender.secrets.fill(check);
  return 'failure' in filled ? { ...filled, unsent: true } : sendFilled(sender, place, check, filled);
}

function sendFilled(
  sender: CheckSender,
  { baseUrl, connectTo, connectPort, family }: CheckTarget,
  check: SmokeCheck,
  filled: FilledRequest,
): Promise<ProbeResponse | ProbeFailure> {
  return follow(sender, check, {
    method: check.method,
    // Joined as text: resolved as a link, the path "//host" would lead to another host.
    url: new URL(baseUrl).origin + check.path,
    ...filled,
    ...(connectTo === undefined ? {} : { connectTo }),
    ...(connectPort === undefined ? {} : { connectPort }),
    ...(family === undefined ? {} : { family }),
    maxBytes: MAX_BODY_BYTES,
  });
}

/**
 * Sends a request and, if the check asks for it, follows redirects.
 * @param redirects followed so far in this try
 * @param spentMs latency of the requests so far in this try
 */
async function follow(
  sender: CheckSender,
  check: SmokeCheck,
  request: Unsent,
  redirects = 0,
  spentMs = 0,
): Promise<ProbeResponse | ProbeFailure> {
  const timeoutMs = Math.min(check.timeoutMs - Math.ceil(spentMs), sender.leftMs());
  if (timeoutMs <= 0) {
    return {
      failure: `timed out after ${Math.ceil(spentMs)} ms and ${redirects} redirects`,
      retryable: true,
    };
  }
  const answer = await send(sender.probe, { ...request, timeoutMs });
  if ('failure' in answer) {
    return answer;
  }
  const latencyMs = spentMs + answer.latencyMs;
  const redirect = check.followRedirects ? redirectOf(request, answer, plainRequest(check) === null) : null;
  if (redirect === null) {
    return { ...answer, latencyMs };
  }
  if ('refused' in redirect) {
    return { failure: redirect.refused, retryable: false };
  }
  if (redirects === MAX_REDIRECTS) {
    return { failure: `redirected more than ${MAX_REDIRECTS} times`, retryable: false };
  }
  const { url, method, keepsBody } = redirect;
  const next = { ...(keepsBody ? request : withoutBody(request)), url, method };
  return follow(sender, check, next, redirects + 1, latencyMs);
}

async function send(probe: HttpProbe, request: ProbeRequest): Promise<ProbeResponse | ProbeFailure> {
  try {
    return await probe.send(request);
  } catch (error) {
    // The message of an unexpected error may quote a secret, so only its kind is reported.
    const kind = error instanceof Error ? error.name : typeof error;
    return { failure: `the probe failed (${kind})`, retryable: true };
  }
}

function withoutBody({ body: _, ...request }: Unsent): Unsent {
  const headers = Object.entries(request.headers).filter(([name]) => !/^content-/i.test(name));
  return { ...request, headers: Object.fromEntries(headers) };
}
