import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { CutoverAlarms } from '../../lib/new-path/cutover-alarms';
import { UserAwareDistribution } from '../../lib/user-split/user-aware-distribution';
import type { EdgeDeployment } from './deployments';
import { SmallApi } from './small-api';

export interface EdgeStackProps extends StackProps {
  /** @default 'add' */
  readonly deployment?: EdgeDeployment;
}

/** What the workflow may move, and where its smoke tests go. */
export interface EdgeRoute {
  readonly keyValueStoreArn: string;
  readonly host: string;
}

/** An old API, and two new APIs that take over `/orders` and `/users`, one user after the other. */
export class EdgeStack extends Stack {
  /** Null before the deployment `add`. */
  readonly route: EdgeRoute | null;

  constructor(scope: Construct, id: string, { deployment = 'add', ...props }: EdgeStackProps = {}) {
    super(scope, id, {
      ...props,
      description: 'An old API and two new ones behind CloudFront, with each user on one side',
    });
    const old = new SmallApi(this, 'A', 'a');
    this.output('OldUrl', `https://${old.host}`, 'API A, which serves everything today');
    this.route = deployment === 'add' ? this.addNewPaths(old) : null;
  }

  private addNewPaths(old: SmallApi): EdgeRoute {
    const [orders, users] = [new SmallApi(this, 'B1', 'b1'), new SmallApi(this, 'B2', 'b2')];
    const { distribution, router } = new UserAwareDistribution(this, 'Split', {
      old: new HttpOrigin(old.host),
      newPaths: [
        { patterns: ['/orders/*', '/orders'], origin: new HttpOrigin(orders.host) },
        { patterns: ['/users/*'], origin: new HttpOrigin(users.host) },
      ],
      identity: { kind: 'jwt', claim: 'sub' },
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      // So that cdk destroy leaves no bucket. In production, leave it out: a new bucket keeps the logs.
      accessLogs: 'none',
    });
    const alarms = [
      new CutoverAlarms(this, 'OrdersAlarms', { prefix: 'edge-b1', httpApi: orders }),
      new CutoverAlarms(this, 'UsersAlarms', { prefix: 'edge-b2', httpApi: users }),
    ];
    this.output('Url', `https://${distribution.distributionDomainName}`, 'For cutover traffic');
    this.output('KeyValueStoreArn', router.keyValueStoreArn, 'router.keyValueStoreArn');
    this.output('SmokeTestUrl', `https://${orders.host}`, 'smokeTest.baseUrl');
    this.output('Alarms', alarms.flatMap(({ names }) => names).join(', '), 'health.alarms');
    this.output('Source', `api/${orders.api.apiId}/$default`, 'health.minRequests.source');
    return { keyValueStoreArn: router.keyValueStoreArn, host: orders.host };
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
