import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetReading } from '../../core/shared/readings';
import type { TargetHealth } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';

/** Reads the target health of load balancer target groups. */
export const elbTargetHealth = (client: Pick<ElasticLoadBalancingV2Client, 'send'>): TargetHealth => ({
  targets: async (targetGroupArn) => {
    try {
      // The response is not paginated (Elastic Load Balancing API Reference, DescribeTargetHealth).
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

/** The port distinguishes containers with the same address. A Lambda target has no port. */
function reading({ Target, TargetHealth }: TargetHealthDescription): TargetReading {
  const id = Target?.Id ?? '';
  return {
    id: Target?.Port === undefined ? id : `${id}:${Target.Port}`,
    state: TargetHealth?.State ?? 'unknown',
    reason: TargetHealth?.Description ?? TargetHealth?.Reason ?? '',
    // API Reference, TargetHealth, `Reason`.
    ...(TargetHealth?.Reason === 'Target.HealthCheckDisabled' ? { unchecked: true } : {}),
  };
}
