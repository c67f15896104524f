import { CfnOutput, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { GeoRestriction, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, RestApiOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { CutoverAlarms } from '../../lib/new-path/cutover-alarms';
import { EdgeAlarms } from '../../lib/user-split/edge-alarms';
import { UserAwareDistribution } from '../../lib/user-split/user-aware-distribution';
import { UserSplitWebAcl } from '../../lib/user-split/user-split-web-acl';
import { ClosedApi } from './closed-api';
import type { EdgeDeployment } from './deployments';
import { SmallApi } from './small-api';
import { userPool } from './users';

export interface EdgeStackProps extends StackProps {
  /** @default 'add' */
  readonly deployment?: EdgeDeployment;
}

/** What the workflow may move, where its smoke tests go, and what they send. */
export interface EdgeRoute {
  readonly keyValueStoreArn: string;
  readonly host: string;
  readonly secretArn: string;
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
    const old = new SmallApi(this, 'A', { apiName: 'a' });
    this.output('OldUrl', `https://${old.host}`, 'API A, which serves everything today');
    this.output('OldSource', `api/${old.api.apiId}/$default`, 'remainingTraffic.source');
    this.route = deployment === 'add' ? this.addNewPaths(old) : null;
  }

  private addNewPaths(old: SmallApi): EdgeRoute {
    const pool = userPool(this);
    const orders = new SmallApi(this, 'B1', {
      apiName: 'b1',
      authorizer: new HttpUserPoolAuthorizer('Users', pool),
      openPath: '/orders/whoami',
    });
    const users = new ClosedApi(this, 'B2', { apiName: 'b2', userPool: pool });
    const split = new UserAwareDistribution(this, 'Split', {
      old: new HttpOrigin(old.host),
      newPaths: [
        { patterns: ['/orders/*', '/orders'], origin: new HttpOrigin(orders.host) },
        {
          patterns: ['/users/*'],
          origin: new RestApiOrigin(users.api, { customHeaders: { ...users.secret.headers } }),
        },
      ],
      identity: { kind: 'jwt', claim: 'sub' },
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      webAclArn: new UserSplitWebAcl(this, 'WebAcl', { protects: 'distribution' }).arn,
      geoRestriction: GeoRestriction.denylist('KP'),
      // So that cdk destroy leaves no bucket. In production, leave it out: the bucket keeps the logs.
      accessLogsRemovalPolicy: RemovalPolicy.DESTROY,
    });
    const alarms = [
      new CutoverAlarms(this, 'OrdersAlarms', { prefix: 'edge-b1', httpApi: orders }),
      new CutoverAlarms(this, 'UsersAlarms', {
        prefix: 'edge-b2',
        restApi: { apiName: users.restApiName, stageName: users.api.deploymentStage.stageName },
      }),
      new EdgeAlarms(this, 'EdgeAlarms', { prefix: 'edge', split }),
    ];
    const { distribution, router } = split;
    const host = Fn.select(2, Fn.split('/', users.api.url));
    this.output('Url', `https://${distribution.distributionDomainName}`, 'For cutover traffic');
    this.output('KeyValueStoreArn', router.keyValueStoreArn, 'router.keyValueStoreArn');
    this.output('SmokeTestUrl', `https://${host}`, 'smokeTest.baseUrl');
    this.output('SecretArn', users.secret.secret.secretArn, 'The secret of the header x-origin-secret');
    this.output('Alarms', alarms.flatMap(({ names }) => names).join(', '), 'health.alarms');
    this.output('Source', `rest-api/${users.restApiName}/prod`, 'health.minRequests.source');
    const { secretArn } = users.secret.secret;
    return { keyValueStoreArn: router.keyValueStoreArn, host, secretArn };
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
