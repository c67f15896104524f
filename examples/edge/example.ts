import { type App, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { UserAwareDistribution } from '../../lib/user-split/user-aware-distribution';

/** An old API, and two new APIs that take over `/orders` and `/users`, one user after the other. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, {
      ...props,
      description: 'An old API and two new ones behind CloudFront, with each user on one side',
    });
    const { distribution, router } = new UserAwareDistribution(this, 'Split', {
      old: new HttpOrigin('legacy.example.com'),
      newPaths: [
        { patterns: ['/orders/*', '/orders'], origin: new HttpOrigin('gw-orders.example.com') },
        { patterns: ['/users/*'], origin: new HttpOrigin('gw-users.example.com') },
      ],
      identity: { kind: 'jwt', claim: 'sub' },
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      // So that cdk destroy leaves no bucket. In production, leave it out: a new bucket keeps the logs.
      accessLogs: 'none',
    });
    new CfnOutput(this, 'Url', { value: `https://${distribution.distributionDomainName}` });
    new CfnOutput(this, 'KeyValueStoreArn', {
      value: router.keyValueStoreArn,
      description: 'For router.keyValueStoreArn of the plan',
    });
  }
}

/** Adds the stack of the example to an app. */
export function addEdgeExample(app: App): void {
  new EdgeStack(app, 'Edge');
}
