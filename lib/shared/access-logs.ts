import { Stack, Token } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { hereProblems } from './places';

/**
 * Problems of the prop `accessLogs`, the bucket for the access logs of a load balancer.
 * Source: Elastic Load Balancing, "Enable access logs for your Application Load Balancer".
 */
export function accessLogsProblems(scope: Construct, bucket: IBucket | undefined): Problem[] {
  if (bucket === undefined) {
    return [];
  }
  if (Token.isUnresolved(Stack.of(scope).region)) {
    const message =
      'is given, but the stack has no region, from which the account that writes these logs follows; give ' +
      'the stack env: { region }, or leave it out';
    return [{ path: 'accessLogs', message }];
  }
  const why = 'a load balancer writes its logs to a bucket of its own region';
  return hereProblems(scope, 'accessLogs', { of: bucket }, { why });
}
