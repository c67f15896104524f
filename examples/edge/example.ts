import { type App, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { UserAwareDistribution } from '../../lib/user-split/user-aware-distribution';

/** A legacy API, and two new ones that take over its orders and its users, user by user. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, {
      ...props,
      description: 'Each user on one side: an old API and two new ones behind CloudFront',
    });
    const { distribution, router } = new UserAwareDistribution(this, 'Split', {
      old: new HttpOrigin('legacy.example.com'),
      newPaths: [
        { patterns: ['/orders/*', '/orders'], origin: new HttpOrigin('gw-orders.example.com') },
        { patterns: ['/users/*'], origin: new HttpOrigin('gw-users.example.com') },
      ],
      identity: { kind: 'jwt', claim: 'sub' },
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    });
    new CfnOutput(this, 'Url', { value: `https://${distribution.distributionDomainName}` });
    new CfnOutput(this, 'KeyValueStoreArn', {
      value: router.keyValueStoreArn,
      description: "For the plan's router.keyValueStoreArn",
    });
  }
}

export function addEdgeExample(app: App): void {
  new EdgeStack(app, 'Edge');
}
