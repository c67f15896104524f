import type { Judge } from '../attachment';
import { liveResources, type PlacedResource } from '../compared';
import { liveResourceOf } from '../live-resource';
import { attaches, listed } from '../notes';
import { valueText } from '../value-text';

/**
 * A route of an API that exists. It takes requests from the routes that match them now: `$default`, a greedy
 * path, or `ANY` (Amazon API Gateway, "Create routes for HTTP APIs").
 */
export const judgeHttpRoute: Judge = (added, targets) => {
  const key = routeKey(added);
  const api = valueText(added.resource.Properties.ApiId, added);
  const found = liveResourceOf(api, added.world);
  const start = attaches(targets);
  if (found === undefined || 'Body' in found.resource.Properties || 'Target' in found.resource.Properties) {
    return [{ risk: 'high', note: `${start}: the routes of the API that it may take from are not known.` }];
  }
  const taken = liveResources(added.world)
    .filter((one) => one.resource.Type === 'AWS::ApiGatewayV2::Route')
    .filter((one) => valueText(one.resource.Properties.ApiId, one) === api && mayTake(key, routeKey(one)));
  if (taken.length > 0) {
    const names = listed(taken.map((one) => `${one.logicalId} (${routeKey(one)})`));
    return [{ risk: 'high', note: `${start}: it takes requests from ${names}.` }];
  }
  return [{ risk: 'medium', note: `${start}: it answers requests that no route matched.` }];
};

function routeKey(route: PlacedResource): string {
  return valueText(route.resource.Properties.RouteKey, route);
}

/**
 * Whether requests that a live route serves match the new one. The default route serves what no other does.
 */
function mayTake(fresh: string, live: string): boolean {
  if (fresh === '$default') {
    return live === '$default';
  }
  if (live === '$default' || !live.includes('/') || !fresh.includes('/')) {
    return live === '$default' || live === fresh;
  }
  const [[method, path], [liveMethod, livePath]] = [split(fresh), split(live)];
  const isSameMethod = method === 'ANY' || liveMethod === 'ANY' || method === liveMethod;
  return isSameMethod && overlap(path, livePath);
}

function split(key: string): [method: string, path: string[]] {
  const [method = '', path = ''] = key.trim().split(/\s+/);
  return [method.toUpperCase(), path.split('/').filter((segment) => segment !== '')];
}

function overlap([one, ...ones]: readonly string[], [other, ...others]: readonly string[]): boolean {
  if (one === undefined || other === undefined) {
    return one === other;
  }
  if (one.endsWith('+}') || other.endsWith('+}')) {
    return true;
  }
  const isVariable = one.startsWith('{') || other.startsWith('{');
  return (isVariable || one === other) && overlap(ones, others);
}
