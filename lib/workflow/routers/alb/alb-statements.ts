import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { WildcardStatement } from '../../iam/wildcards';
import type { ForwardRoutes } from './forward-routes';

type Forwards = readonly Required<ForwardRoutes>[];

/** Reading listeners and rules, each only where there are such routes. */
export function readForwards(_: Construct, forwards: Forwards): PolicyStatement[] {
  const { listenerArns, ruleArns } = arnsOf(forwards);
  const actions = [
    ...(listenerArns.length === 0 ? [] : ['elasticloadbalancing:DescribeListeners']),
    ...(ruleArns.length === 0 ? [] : ['elasticloadbalancing:DescribeRules']),
  ];
  return [
    new WildcardStatement({
      actions,
      resource: '*',
      reason: 'no resource types (Service Authorization Reference, "Elastic Load Balancing V2")',
    }),
  ];
}

/** Changing the named listeners and rules. IAM cannot narrow this to a part of them. */
export function writeForwards(_: Construct, forwards: Forwards): PolicyStatement[] {
  const { listenerArns, ruleArns } = arnsOf(forwards);
  return [
    ...on(listenerArns, 'elasticloadbalancing:ModifyListener'),
    ...on(ruleArns, 'elasticloadbalancing:ModifyRule'),
  ];
}

function on(resources: readonly string[], action: string): PolicyStatement[] {
  return resources.length === 0
    ? []
    : [new PolicyStatement({ actions: [action], resources: [...resources] })];
}

function arnsOf(forwards: Forwards) {
  return {
    listenerArns: forwards.flatMap(({ listenerArns }) => listenerArns),
    ruleArns: forwards.flatMap(({ ruleArns }) => ruleArns),
  };
}
