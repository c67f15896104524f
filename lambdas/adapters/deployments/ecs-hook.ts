import {
  DescribeServiceRevisionsCommand,
  type ECSClient,
  type LoadBalancer,
  type ServiceRevision,
} from '@aws-sdk/client-ecs';
import type { EcsEvent } from '../../core/deployment-hook/hook-event';
import type { DeploymentHook } from '../../ports';
import { answerOf } from '../shared/service-errors';

/**
 * The hook of blue/green deployments by ECS itself. The deployed revision has its load balancers with their
 * listeners and, once it is active, the target group that it uses; until then that is one of two.
 */
export const ecsHook = (client: Pick<ECSClient, 'send'>): DeploymentHook<EcsEvent> => ({
  read: async ({ lifecycleStage, executionDetails }) => {
    const arn = executionDetails.targetServiceRevisionArn;
    const { serviceRevisions = [] } = await answerOf(
      client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] })),
    );
    const [revision] = serviceRevisions;
    if (revision === undefined) {
      return null;
    }
    const balancers = (revision.loadBalancers ?? []).filter(
      ({ advancedConfiguration }) => advancedConfiguration?.testListenerRule !== undefined,
    );
    const pair = balancers.flatMap(groupsOf);
    const used = groupsInUse(revision).filter((group) => pair.includes(group));
    return {
      stage: lifecycleStage,
      targetGroups: used.length > 0 ? used : pair,
      ...(used.length > 0 ? { oldTargetGroups: pair.filter((group) => !used.includes(group)) } : {}),
      testListeners: balancers.flatMap((one) => one.advancedConfiguration?.testListenerRule ?? []),
      productionListeners:
        used.length > 0
          ? []
          : balancers.flatMap((one) => one.advancedConfiguration?.productionListenerRule ?? []),
    };
  },
});

function groupsOf({ targetGroupArn, advancedConfiguration }: LoadBalancer): string[] {
  return [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn].filter((arn) => arn !== undefined);
}

function groupsInUse({ resolvedConfiguration }: ServiceRevision): string[] {
  return (resolvedConfiguration?.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
}
