import { dnsName } from '../world/hook-world';
import { type WireAnswer, type WireRequest, xml } from './wire';
import { element } from './xml';

/**
 * A target group that gets traffic. `weight` is null in a weighted forward without a weight, and absent in
 * the simple form.
 */
export interface Share {
  readonly group: string;
  readonly weight?: number | null;
}

/** A load balancer with one listener. */
export interface ElbParts {
  readonly defaults: readonly Share[];
  /** Pages of rules, each a list of shares. */
  readonly pages: readonly (readonly (readonly Share[])[])[];
  readonly protocol?: string;
  readonly port?: number;
  readonly dnsName?: string;
  /** States of the targets of every group. */
  readonly states?: readonly string[];
}

/** The answers of the Elastic Load Balancing API for it. */
export const elbAnswers =
  (parts: ElbParts) =>
  ({ body }: Pick<WireRequest, 'body'>): WireAnswer => {
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? '';
    const arn = form.get('ListenerArns.member.1') ?? '';
    const result: Record<string, () => string> = {
      DescribeListeners: () => list('Listeners', [listener(parts, arn)]),
      DescribeRules: () => rules(parts, form.get('Marker')),
      DescribeLoadBalancers: () => list('LoadBalancers', [`<DNSName>${parts.dnsName ?? dnsName}</DNSName>`]),
      DescribeTargetHealth: () => list('TargetHealthDescriptions', (parts.states ?? []).map(targetIn)),
    };
    const answer = result[action];
    if (answer === undefined) {
      throw new Error(`the load balancer does not support ${action}`);
    }
    return xml(`<${action}Response><${action}Result>${answer()}</${action}Result></${action}Response>`);
  };

function listener({ defaults, protocol = 'HTTP', port = 8080 }: ElbParts, arn: string): string {
  const balancer = arn.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');
  return (
    element('ListenerArn', arn) +
    element('LoadBalancerArn', balancer) +
    element('Protocol', protocol) +
    element('Port', port) +
    list('DefaultActions', [actionOf(defaults)])
  );
}

function rules({ pages }: ElbParts, marker: string | null): string {
  const index = marker === null ? 0 : Number(marker.replace('page-', ''));
  const found = (pages[index] ?? []).map((shares) => list('Actions', [actionOf(shares)]));
  const more = index + 1 < pages.length ? `<NextMarker>page-${index + 1}</NextMarker>` : '';
  return list('Rules', found) + more;
}

function actionOf(shares: readonly Share[]): string {
  const [first] = shares;
  if (first === undefined) {
    return '<Type>fixed-response</Type>';
  }
  if (first.weight === undefined) {
    return `<Type>forward</Type><TargetGroupArn>${first.group}</TargetGroupArn>`;
  }
  const tuples = shares.map(
    ({ group, weight }) =>
      `<TargetGroupArn>${group}</TargetGroupArn>${weight === null ? '' : `<Weight>${weight}</Weight>`}`,
  );
  return `<Type>forward</Type><ForwardConfig>${list('TargetGroups', tuples)}</ForwardConfig>`;
}

function targetIn(state: string, index: number): string {
  const target = element('Id', `10.0.1.${index}`) + element('Port', 8080);
  return element('Target', target) + element('TargetHealth', element('State', state));
}

function list(name: string, items: readonly string[]): string {
  return `<${name}>${items.map((item) => `<member>${item}</member>`).join('')}</${name}>`;
}
