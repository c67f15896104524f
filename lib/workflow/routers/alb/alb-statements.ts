import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { WildcardStatement } from '../../iam/wildcards';
import type { NormalizedOf } from '../routes';

type Forwards = readonly NormalizedOf<'alb'>[];

/** Reading listeners and rules, each only where there are such routes. */
export function readForwards(forwards: Forwards): PolicyStatement[] {
  const { listenerArns, ruleArns } = arnsOf(forwards);
  const actions = [
    ...(listenerArns.length === 0 ? [] : ['elasticloadbalancing:DescribeListeners']),
    ...(ruleArns.length === 0 ? [] : ['elasticloadbalancing:DescribeRules']),
  ];
  return actions.length === 0
    ? []
    : [
        new WildcardStatement({
          actions,
          resource: '*',
          reason: 'no resource types (Service Authorization Reference, "Elastic Load Balancing V2")',
        }),
      ];
}

/** Changing the named listeners and rules. Nothing in IAM pins what of them. */
export function writeForwards(forwards: Forwards): PolicyStatement[] {
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
