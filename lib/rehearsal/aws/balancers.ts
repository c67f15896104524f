import type { Balancers, ForwardReading } from '../../../lambdas/ports';
import type { Caller } from './calls';
import type { PreflightAccount } from './preflight/preflight-account';
import type { ReferenceAccount } from './reference-account';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';

/**
 * What load balancers forward to. One that nothing else in the account names exists as well, and forwards to
 * one target group, which is the path's; and to another service's, once it is shared.
 */
export function worldBalancers(
  calls: Caller,
  references: ReferenceAccount,
  account: PreflightAccount,
): Balancers {
  const call = <T>(operation: string, work: () => T) => calls.call('elbv2', operation, work);
  return {
    forwards: async (loadBalancer) => {
      await call('DescribeLoadBalancers', () => undefined);
      const found = references.balancers().find(({ arn }) => arn.endsWith(`:loadbalancer/${loadBalancer}`));
      const listeners = await call('DescribeListeners', () =>
        found === undefined ? [listenerOf(loadBalancer)] : found.listeners,
      );
      const rules = await call('DescribeRules', () => [
        ...(found?.listeners ?? []).flatMap((one) => one.rules),
        ...(account.balancersAreShared ? [ruleOfAnother(loadBalancer)] : []),
      ]);
      return [...listeners, ...rules];
    },
  };
}

function listenerOf(loadBalancer: string): ForwardReading {
  const [, name = ''] = loadBalancer.split('/');
  return forward(`${ARN}:listener/${loadBalancer}/443`, 'HTTPS 443', `${ARN}:targetgroup/${name}/1`);
}

function ruleOfAnother(loadBalancer: string): ForwardReading {
  const arn = `${ARN}:listener-rule/${loadBalancer}/443/2`;
  return forward(arn, 'rule 2', `${ARN}:targetgroup/another-service/2`);
}

function forward(arn: string, label: string, targetGroupArn: string): ForwardReading {
  return { arn, label, forwardsTo: [{ targetGroupArn, weight: null }], redirectsTo: [] };
}
