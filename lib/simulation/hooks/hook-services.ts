import {
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { DescribeServiceRevisionsCommand } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ServiceError } from '../../rehearsal/aws/service-error';
import { type HookCase, partAt } from './hook-case';

const elb = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${rest}`;
const GROUPS = {
  old: elb('targetgroup/blue/73e2d6bc24d8a067'),
  new: elb('targetgroup/green/9a8b7c6d5e4f3a2b'),
  other: elb('targetgroup/green-2/1a2b3c4d5e6f7a8b'),
};
export const NEW_GROUP = GROUPS.new;

const BALANCER = 'app/api/50dc6c495c0c9188';
/** The listeners of CodeDeploy, and the rules of ECS. The last two are for test traffic. */
const listenersOf = (contract: HookCase['contract']): readonly [string, string, string] =>
  contract === 'codedeploy'
    ? [elb(`listener/${BALANCER}/prod`), elb(`listener/${BALANCER}/test`), elb(`listener/${BALANCER}/more`)]
    : [
        elb(`listener-rule/${BALANCER}/prod/1`),
        elb(`listener-rule/${BALANCER}/test/1`),
        elb(`listener-rule/${BALANCER}/more/1`),
      ];

export const DNS_NAME = 'internal-api-123.eu-west-1.elb.amazonaws.com';
export const TEST_PORT = 8080;
const PRODUCTION_PORT = 443;

/** An API call as the service receives it: its name, what it is about, and what it does. */
export interface ServiceCall {
  readonly service: 'codedeploy' | 'ecs' | 'elbv2';
  readonly operation: string;
  readonly about: string;
  readonly work: () => unknown;
}

/** What a simulated account has beside its case. */
export interface ServicesOptions {
  readonly drawn: HookCase;
  /** Milliseconds since the first invocation. */
  readonly nowMs: () => number;
  /** Called when CodeDeploy gets an outcome. @returns whether it is the first */
  readonly report: (status: string) => boolean;
}

/** CodeDeploy, ECS and Elastic Load Balancing with one deployment. */
export function servicesOf({ drawn, nowMs, report }: ServicesOptions) {
  const [production, ...tests] = listenersOf(drawn.contract);
  const testListeners = tests.slice(0, drawn.testListeners);
  const isTest = (arn: string) => arn.includes('/test');
  const found = (arn: string, error: string) => {
    if (isTest(arn) && !drawn.listenerExists) {
      throw new ServiceError(error, `${arn} was not found`);
    }
  };
  const actions = (arn: string) => {
    const to = isTest(arn) ? partAt(drawn.testTraffic, nowMs()).to : 'old';
    const weights = to === 'both' ? { old: 50, new: 50 } : { [to]: 100 };
    const shown = to === 'other' ? (['other'] as const) : (['old', 'new'] as const);
    return shown.map((name) => ({
      TargetGroupArn: GROUPS[name],
      Weight: (weights as Partial<Record<string, number>>)[name] ?? 0,
    }));
  };
  const forward = (arn: string) => [{ Type: 'forward', ForwardConfig: { TargetGroups: actions(arn) } }];
  const exists = () => {
    if (!drawn.deploymentExists) {
      throw new ServiceError('DeploymentDoesNotExistException', 'there is no such deployment');
    }
  };
  const call = (
    service: ServiceCall['service'],
    operation: string,
    about: string,
    work: () => unknown,
  ): ServiceCall => ({ service, operation, about, work });

  return (command: object): ServiceCall => {
    if (command instanceof GetDeploymentCommand) {
      return call('codedeploy', 'GetDeployment', '', () => {
        exists();
        return { deploymentInfo: { applicationName: 'shop', deploymentGroupName: 'api' } };
      });
    }
    if (command instanceof GetDeploymentGroupCommand) {
      const pair = {
        targetGroups: [{ name: 'blue' }, { name: 'green' }],
        prodTrafficRoute: { listenerArns: [production] },
        testTrafficRoute: { listenerArns: testListeners },
      };
      const info = {
        ecsServices: [{ clusterName: 'shop', serviceName: 'api' }],
        loadBalancerInfo: { targetGroupPairInfoList: [pair] },
      };
      return call('codedeploy', 'GetDeploymentGroup', '', () => ({ deploymentGroupInfo: info }));
    }
    if (command instanceof GetDeploymentTargetCommand) {
      const lifecycleEvents = [
        { lifecycleEventName: 'Install', status: 'Succeeded' },
        ...(drawn.stage === null ? [] : [{ lifecycleEventName: drawn.stage, status: 'InProgress' }]),
        { lifecycleEventName: 'AllowTraffic', status: 'Pending' },
      ];
      const answer = { deploymentTarget: { ecsTarget: { lifecycleEvents } } };
      return call('codedeploy', 'GetDeploymentTarget', '', () => answer);
    }
    if (command instanceof PutLifecycleEventHookExecutionStatusCommand) {
      const status = command.input.status ?? '';
      return call('codedeploy', 'PutLifecycleEventHookExecutionStatus', status, () => {
        if (!report(status)) {
          throw new ServiceError('LifecycleEventAlreadyCompletedException', 'it has an outcome');
        }
        return {};
      });
    }
    if (command instanceof DescribeServiceRevisionsCommand) {
      const one = (testListenerRule?: string) => ({
        targetGroupArn: GROUPS.old,
        advancedConfiguration: {
          alternateTargetGroupArn: GROUPS.new,
          productionListenerRule: production,
          ...(testListenerRule === undefined ? {} : { testListenerRule }),
        },
      });
      const revision = {
        loadBalancers: testListeners.length === 0 ? [one()] : testListeners.map(one),
        ...(drawn.namesGroup
          ? { resolvedConfiguration: { loadBalancers: [{ targetGroupArn: GROUPS.new }] } }
          : {}),
      };
      const serviceRevisions = drawn.deploymentExists ? [revision] : [];
      return call('ecs', 'DescribeServiceRevisions', '', () => ({ serviceRevisions }));
    }
    return elbCall(command);
  };

  function elbCall(command: object): ServiceCall {
    if (command instanceof DescribeListenersCommand) {
      const [arn = ''] = command.input.ListenerArns ?? [];
      return call('elbv2', 'DescribeListeners', arn, () => {
        found(arn, 'ListenerNotFoundException');
        const Port = isTest(arn) ? TEST_PORT : PRODUCTION_PORT;
        const Protocol = isTest(arn) ? drawn.protocol : 'HTTPS';
        return { Listeners: [{ Port, Protocol, LoadBalancerArn: BALANCER, DefaultActions: forward(arn) }] };
      });
    }
    if (command instanceof DescribeRulesCommand) {
      const arn = command.input.RuleArns?.[0] ?? command.input.ListenerArn ?? '';
      return call('elbv2', 'DescribeRules', arn, () => {
        found(arn, 'RuleNotFoundException');
        return { Rules: [{ Actions: forward(arn) }] };
      });
    }
    if (command instanceof DescribeLoadBalancersCommand) {
      const answer = { LoadBalancers: [{ DNSName: DNS_NAME }] };
      return call('elbv2', 'DescribeLoadBalancers', '', () => answer);
    }
    if (command instanceof DescribeTargetHealthCommand) {
      const arn = command.input.TargetGroupArn ?? '';
      return call('elbv2', 'DescribeTargetHealth', arn, () => {
        // The old tasks are always healthy, so that a hook that asks for them is wrong.
        const states = arn === GROUPS.new ? partAt(drawn.targets, nowMs()).states : (['healthy'] as const);
        if (states === null) {
          throw new ServiceError('TargetGroupNotFoundException', 'one or more target groups not found');
        }
        return {
          TargetHealthDescriptions: states.map((State, i) => ({
            Target: { Id: `10.0.1.${i + 1}`, Port: 8080 },
            TargetHealth: { State },
          })),
        };
      });
    }
    throw new Error(`the simulated services have no ${command.constructor.name}`);
  }
}
