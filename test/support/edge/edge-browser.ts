import { createHash } from 'node:crypto';
import type { EdgeConfig } from '../../../lambdas/edge/config';
import type { EdgeEvent, EdgeResponse } from '../../../lambdas/edge/event';
import { type Chosen, edgeFunctions, type Store } from './edge-runtime';

/** Settings of most tests: one new path, told apart by a header. */
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

/** As long and as random as CloudFront's. */
export const requestId = (n: number) =>
  `${createHash('sha256').update(`${n}`).digest('base64').replace(/\+/g, '-').replace(/\//g, '_')}==`;

/** A request as it comes from a viewer. */
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

export interface RequestParts {
  readonly uri?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly ip?: string;
}

const valuesOf = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

export interface Exchange {
  readonly chosen: Chosen;
  /** What the origin was told. */
  readonly side: string | undefined;
  readonly answer: EdgeResponse;
}

/** A distribution: requests go in, through the origin that was chosen, and answers come out. */
export function simulatedDistribution(config: EdgeConfig, store: Store | null) {
  const functions = edgeFunctions(config, store);
  let requests = 0;
  return {
    outside: functions.outside,
    send: async (parts: RequestParts = {}, status = 200): Promise<Exchange> => {
      requests += 1;
      const event = requestEvent(parts, requests);
      const { request, chosen } = await functions.request(event);
      const response: EdgeResponse = { headers: {}, cookies: {} };
      // CloudFront calls the second function for no answer of 400 or more.
      const answer = status >= 400 ? response : functions.response({ ...event, request, response });
      return { chosen, side: request.headers['x-cutover-side']?.value, answer };
    },
  };
}

/** A browser that keeps cookies as it is told to, on one distribution. */
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
