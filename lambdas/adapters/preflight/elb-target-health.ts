import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetReading } from '../../core/shared/readings';
import type { TargetHealth } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';

/** Reads the targets of load-balancer target groups. */
export const elbTargetHealth = (client: Pick<ElasticLoadBalancingV2Client, 'send'>): TargetHealth => ({
  targets: async (targetGroupArn) => {
    try {
      // The answer has no pages (Elastic Load Balancing API Reference, DescribeTargetHealth).
      const found = await answerOf(
        client.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn })),
      );
      return (found.TargetHealthDescriptions ?? []).map(reading);
    } catch (error) {
      if (isNamed(error, 'TargetGroupNotFoundException')) {
        return null;
      }
      throw error;
    }
  },
});

/** The port tells apart several containers behind one address; a Lambda target has none. */
function reading({ Target, TargetHealth }: TargetHealthDescription): TargetReading {
  const id = Target?.Id ?? '';
  return {
    id: Target?.Port === undefined ? id : `${id}:${Target.Port}`,
    state: TargetHealth?.State ?? 'unknown',
    reason: TargetHealth?.Description ?? TargetHealth?.Reason ?? '',
  };
}
