import { createHash } from 'node:crypto';
import type { EdgeConfig } from '../../../lambdas/edge/config';
import type { EdgeEvent, EdgeResponse } from '../../../lambdas/edge/event';
import { type Chosen, edgeFunctions, type Store } from './edge-runtime';

/** Settings of most tests: one new path, users named by a header. */
export const edgeConfig = (changes: Partial<EdgeConfig> = {}): EdgeConfig => ({
  paths: [{ patterns: ['/orders/*'], origin: { originId: 'new1' } }],
  oldKey: null,
  percentKey: 'traffic-split',
  identity: { kind: 'header', name: 'X-User' },
  anonymous: 'cookie',
  hash: 'fnv1a-fmix32',
  cookieName: '__Host-cutover-id',
  cookieMaxAgeSeconds: 31_536_000,
  tellSide: true,
  ...changes,
});

/** A request id as long and as random as those of CloudFront. */
export const requestId = (n: number) =>
  `${createHash('sha256').update(`${n}`).digest('base64').replace(/\+/g, '-').replace(/\//g, '_')}==`;

/** The event of a request from a viewer. */
export function requestEvent(
  { uri = '/orders/1', headers = {}, cookies = {}, ip = '192.0.2.1' }: RequestParts = {},
  n = 0,
): EdgeEvent {
  return {
    context: { requestId: requestId(n) },
    viewer: { ip },
    request: { uri, headers: valuesOf(headers), cookies: valuesOf(cookies) },
  };
}

/** The parts of a request that a test may set. */
export interface RequestParts {
  readonly uri?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly ip?: string;
}

const valuesOf = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/** A request and its response. */
export interface Exchange {
  readonly chosen: Chosen;
  /** The side header that the origin gets. */
  readonly side: string | undefined;
  readonly answer: EdgeResponse;
}

/** A distribution: sends requests to the selected origin and returns the responses. */
export function simulatedDistribution(config: EdgeConfig, store: Store | null) {
  const functions = edgeFunctions(config, store);
  let requests = 0;
  return {
    environment: functions.environment,
    send: async (parts: RequestParts = {}, status = 200): Promise<Exchange> => {
      requests += 1;
      const event = requestEvent(parts, requests);
      const { request, chosen } = await functions.request(event);
      const response: EdgeResponse = { headers: {}, cookies: {} };
      // CloudFront does not call the viewer response function for a status of 400 or higher.
      const answer = status >= 400 ? response : functions.response({ ...event, request, response });
      return { chosen, side: request.headers['x-cutover-side']?.value, answer };
    },
  };
}

/** A browser that stores the cookies of one distribution. */
export function browser(distribution: ReturnType<typeof simulatedDistribution>, always: RequestParts = {}) {
  const jar: Record<string, string> = {};
  return {
    jar,
    visit: async (status = 200) => {
      const exchange = await distribution.send({ ...always, cookies: { ...always.cookies, ...jar } }, status);
      for (const [name, cookie] of Object.entries(exchange.answer.cookies ?? {})) {
        jar[name] = cookie?.value ?? '';
      }
      return exchange;
    },
  };
}
