import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE } from '../../core/shared/embedded-metric';

/** Metrics for `powertoolsMetrics`. */
export const workflowMetrics = (): Metrics =>
  new Metrics({ namespace: METRIC_NAMESPACE, serviceName: 'cutover' });
