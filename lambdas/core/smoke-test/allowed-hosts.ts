import { shorten } from '../health/verdict';
import { type Direction, gainingPath, givingPath } from '../plan/direction';
import type { SmokeTest } from '../plan/smoke-test';
import { publicName } from '../routers/route';
import type { Router } from '../routers/router-schema';
import type { Problem } from '../validation/problems';
import { askedName } from './asked-name';

/** The parts of a plan that select the hosts of its smoke test. */
export interface HostsOfPlan {
  readonly smokeTest: Pick<SmokeTest, 'baseUrl' | 'connectTo' | 'compare' | 'productionName'>;
  readonly router: Router;
  /** @default 'up' */
  readonly direction?: Direction;
}

/**
 * The host name that the new path serves: the public name of the router or, if the router has none, the host
 * of the smoke test. Empty if the base URL is not a URL.
 */
export function hostOf({ smokeTest, router }: HostsOfPlan): string {
  const { baseUrl } = smokeTest;
  return publicName(router) ?? (URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '');
}

/**
 * The host names that AWS assigns to load balancers and to API Gateway. The name or the Region may come
 * first.
 */
const AWS_NAMES =
  /^([a-z0-9-]+\.){1,2}elb\.amazonaws\.com(\.cn)?$|^[a-z0-9-]+\.(elb|execute-api)\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?$/;

/**
 * The hosts that a smoke test may call by default: `gw-*` in the domain of a name and in each parent domain.
 * A domain has at least two labels; for the apex it is the name itself.
 * @param name see `hostOf`; `api.eu.example.com` results in `gw-*.eu.example.com` and `gw-*.example.com`
 */
export function defaultAllowedHosts(name: string): string[] {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.');
  const first = labels.length === 2 ? 0 : 1;
  return labels
    .map((_, i) => labels.slice(i))
    .slice(first)
    .filter((domain) => domain.length >= 2)
    .map((domain) => `gw-*.${domain.join('.')}`);
}

/**
 * Whether a host matches one of the patterns. Case is ignored.
 * @param patterns host names in which `*` matches one or more characters of a single label
 */
export function isAllowedHost(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[^A-Za-z0-9-]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^.]+')}$`, 'i').test(host);
  });
}

/**
 * Problems of the hosts that a smoke test calls. The headers of a plan may contain credentials, so a plan may
 * select only hosts that the deployment allows.
 */
export function hostProblems(plan: HostsOfPlan, allowedHosts: readonly string[]): Problem[] {
  return [
    ...baseUrlProblems(plan, allowedHosts),
    ...connectToProblems(plan, allowedHosts),
    ...compareProblems(plan, allowedHosts),
  ];
}

function baseUrlProblems(plan: HostsOfPlan, allowedHosts: readonly string[]): Problem[] {
  const { smokeTest, direction = 'up' } = plan;
  const { baseUrl, connectTo } = smokeTest;
  const problem = (message: string) => [
    { path: 'smokeTest.baseUrl', message: `${quoted(baseUrl)}${message}` },
  ];
  if (!URL.canParse(baseUrl) || !baseUrl.startsWith('https://')) {
    return problem('; must be an https origin, such as https://gw-api.example.com');
  }
  // Normalized as for a connection: in lower case, and 0x7f.1 as an IPv4 address.
  const host = new URL(baseUrl).hostname;
  const listed = `must be a host on the allow list (${listOf(allowedHosts)})`;
  if (host === askedName(plan)) {
    return connectTo === undefined
      ? problem(
          `, which the ${givingPath({ direction })} path still serves; ${listed},` +
            ` or be used with smokeTest.connectTo, the address of the ${gainingPath({ direction })} path`,
        )
      : [];
  }
  return isAllowedHost(host, allowedHosts) ? [] : problem(`; ${listed}`);
}

function connectToProblems(plan: HostsOfPlan, allowedHosts: readonly string[]): Problem[] {
  const { smokeTest, direction = 'up' } = plan;
  const host = smokeTest.connectTo?.toLowerCase();
  if (host === undefined) {
    return [];
  }
  const must =
    `must be an IP address, a host on the allow list (${listOf(allowedHosts)}),` +
    ' or the AWS host name of a load balancer or API';
  const problem = (why: string) => [
    { path: 'smokeTest.connectTo', message: `${quoted(host)}${why}; ${must}` },
  ];
  if (host === askedName(plan)) {
    return problem(`, which resolves to the ${givingPath({ direction })} path`);
  }
  return isAddress(host) || AWS_NAMES.test(host) || isAllowedHost(host, allowedHosts) ? [] : problem('');
}

/** The host of the old path must be the name of the record, or a host on the allow list. */
function compareProblems(plan: HostsOfPlan, allowedHosts: readonly string[]): Problem[] {
  const { smokeTest } = plan;
  const baseUrl = smokeTest.compare?.baseUrl;
  if (baseUrl === undefined) {
    return [];
  }
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  const name = askedName(plan);
  const own = name === null ? '' : `https://${name}, which the old path serves, or `;
  const must = `must be ${own}a host on the allow list (${listOf(allowedHosts)})`;
  return host === name || isAllowedHost(host, allowedHosts)
    ? []
    : [{ path: 'smokeTest.compare.baseUrl', message: `${quoted(baseUrl)}; ${must}` }];
}

/** Whether the host is an IP address in its usual notation. Its range is checked when connecting. */
function isAddress(host: string): boolean {
  return host.includes(':')
    ? URL.canParse(`https://[${host}]`)
    : /^[\d.]+$/.test(host) &&
        URL.canParse(`https://${host}`) &&
        new URL(`https://${host}`).hostname === host;
}

function quoted(value: string): string {
  return `is ${JSON.stringify(shorten(value, 80))}`;
}

function listOf(patterns: readonly string[]): string {
  return patterns.length === 0 ? 'which is empty' : shorten(patterns.join(', '), 200);
}
