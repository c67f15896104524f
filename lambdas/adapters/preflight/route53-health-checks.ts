import { GetHealthCheckCommand, type Route53Client } from '@aws-sdk/client-route-53';
import type { HealthChecks } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';

/** Reads Route 53 health checks. */
export const route53HealthChecks = (client: Pick<Route53Client, 'send'>): HealthChecks => ({
  describe: async (id) => {
    try {
      const { HealthCheck } = await answerOf(client.send(new GetHealthCheckCommand({ HealthCheckId: id })));
      const config = HealthCheck?.HealthCheckConfig;
      return {
        kind: config?.Type ?? 'unknown',
        alarm: config?.AlarmIdentifier?.Name ?? null,
        alarmRegion: config?.AlarmIdentifier?.Region ?? null,
        disabled: config?.Disabled ?? false,
        inverted: config?.Inverted ?? false,
        withoutData: config?.InsufficientDataHealthStatus ?? null,
      };
    } catch (error) {
      if (isNamed(error, 'NoSuchHealthCheck')) {
        return null;
      }
      throw error;
    }
  },
});
