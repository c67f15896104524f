import { shorten } from '../health/verdict';
import type { SmokeTest } from '../plan/smoke-test';
import { publicName } from '../routers/route';
import type { Router } from '../routers/router-schema';
import type { Problem } from '../validation/problems';

/** What of a plan says whom its smoke test talks to. */
export interface HostsOfPlan {
  readonly smokeTest: Pick<SmokeTest, 'baseUrl' | 'connectTo' | 'compare'>;
  readonly router: Router;
}

/**
 * The name that the new path must answer to. Where the router moves no name, it is the one that the smoke test calls; empty when that
 * is no URL.
 */
export function hostOf({ smokeTest, router }: HostsOfPlan): string {
  const { baseUrl } = smokeTest;
  return publicName(router) ?? (URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '');
}

/** Names that AWS gives to load balancers and API Gateway; the name or the region may come first. */
const AWS_NAMES =
  /^([a-z0-9-]+\.){1,2}elb\.amazonaws\.com(\.cn)?$|^[a-z0-9-]+\.(elb|execute-api)\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?$/;

/**
 * The hosts that a smoke test may talk to unless configured otherwise: `gw-*` beside a name and beside each
 * domain above it. A domain has at least two labels; for the apex it is the name itself.
 * @param name see `hostOf`; such as `api.eu.example.com`, which gives `gw-*.eu.example.com` and `gw-*.example.com`
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
 * Whether a host is on the list. Case does not matter.
 * @param patterns host names in which `*` stands for one or more characters of a single label
 */
export function isAllowedHost(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[^A-Za-z0-9-]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^.]+')}$`, 'i').test(host);
  });
}

/**
 * What is wrong with the hosts that a plan's smoke test talks to. A plan may carry credentials in its headers, so
 * it chooses among hosts that somebody else allowed.
 */
export function hostProblems(plan: HostsOfPlan, allowedHosts: readonly string[]): Problem[] {
  return [
    ...baseUrlProblems(plan, allowedHosts),
    ...connectToProblems(plan, allowedHosts),
    ...compareProblems(plan, allowedHosts),
  ];
}

function baseUrlProblems({ smokeTest, router }: HostsOfPlan, allowedHosts: readonly string[]): Problem[] {
  const { baseUrl, connectTo } = smokeTest;
  const problem = (message: string) => [
    { path: 'smokeTest.baseUrl', message: `${quoted(baseUrl)}${message}` },
  ];
  if (!URL.canParse(baseUrl) || !baseUrl.startsWith('https://')) {
    return problem('; must be an https origin, such as https://gw-api.example.com');
  }
  // As a connection would read it: lower case, and 0x7f.1 is the address that it means.
  const host = new URL(baseUrl).hostname;
  const listed = `must be a host on the allow list (${listOf(allowedHosts)})`;
  if (host === publicName(router)) {
    return connectTo === undefined
      ? problem(
          `, which the old path still answers; ${listed}, or come with smokeTest.connectTo, which names the new path`,
        )
      : [];
  }
  return isAllowedHost(host, allowedHosts) ? [] : problem(`; ${listed}`);
}

function connectToProblems({ smokeTest, router }: HostsOfPlan, allowedHosts: readonly string[]): Problem[] {
  const host = smokeTest.connectTo?.toLowerCase();
  if (host === undefined) {
    return [];
  }
  const must = `must be an IP address, a host on the allow list (${listOf(allowedHosts)}), or a name that AWS gives to a load balancer or API`;
  const problem = (why: string) => [
    { path: 'smokeTest.connectTo', message: `${quoted(host)}${why}; ${must}` },
  ];
  if (host === publicName(router)) {
    return problem(', which leads to the old path');
  }
  return isAddress(host) || AWS_NAMES.test(host) || isAllowedHost(host, allowedHosts) ? [] : problem('');
}

/** The old path is asked under the record's own name, or a name on the list. */
function compareProblems({ smokeTest, router }: HostsOfPlan, allowedHosts: readonly string[]): Problem[] {
  const baseUrl = smokeTest.compare?.baseUrl;
  if (baseUrl === undefined) {
    return [];
  }
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  const name = publicName(router);
  const own = name === null ? '' : `https://${name}, which the old path answers, or `;
  const must = `must be ${own}a host on the allow list (${listOf(allowedHosts)})`;
  return host === name || isAllowedHost(host, allowedHosts)
    ? []
    : [{ path: 'smokeTest.compare.baseUrl', message: `${quoted(baseUrl)}; ${must}` }];
}

/** An IP address in its usual spelling. What range it is in, the connection looks at. */
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
