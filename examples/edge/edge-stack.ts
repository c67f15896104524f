import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { GeoRestriction, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { RestApiOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { CutoverAlarms } from '../../lib/new-path/cutover-alarms';
import { EdgeAlarms } from '../../lib/user-split/edge-alarms';
import { OriginSecret } from '../../lib/user-split/origin-secret';
import { UserAwareDistribution } from '../../lib/user-split/user-aware-distribution';
import { UserSplitWebAcl } from '../../lib/user-split/user-split-web-acl';
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
    const secret = deployment === 'exists' ? null : new OriginSecret(this, 'OriginSecret');
    const old = new SmallApi(this, 'A', {
      apiName: 'a',
      // Closed last, when the distribution sends the secret and no client calls the API itself any more.
      originSecrets: secret !== null && deployment === 'close' ? [secret] : [],
    });
    this.output('OldUrl', old.api.url, 'API A, which serves everything today');
    this.output('OldSource', sourceOf(old), 'remainingTraffic.source');
    this.route = secret === null ? null : this.addNewPaths(old, secret);
  }

  private addNewPaths(old: SmallApi, secret: OriginSecret): EdgeRoute {
    const pool = userPool(this);
    const newApi = (id: string, path: string) =>
      new SmallApi(this, id, {
        ...{ apiName: id.toLowerCase(), originSecrets: [secret], serves: { path, userPool: pool } },
      });
    const [orders, users] = [newApi('B1', 'orders'), newApi('B2', 'users')];
    const originOf = ({ api }: SmallApi) => new RestApiOrigin(api, { customHeaders: { ...secret.headers } });
    const split = new UserAwareDistribution(this, 'Split', {
      old: originOf(old),
      newPaths: [
        { patterns: ['/orders/*', '/orders'], origin: originOf(orders) },
        { patterns: ['/users/*', '/users'], origin: originOf(users) },
      ],
      identity: { kind: 'jwt', claim: 'sub' },
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      webAclArn: new UserSplitWebAcl(this, 'WebAcl', { protects: 'distribution' }).arn,
      geoRestriction: GeoRestriction.denylist('KP'),
      // So that cdk destroy leaves no bucket. In production, leave it out: the bucket keeps the logs.
      accessLogsRemovalPolicy: RemovalPolicy.DESTROY,
    });
    const alarms = [
      new CutoverAlarms(this, 'OrdersAlarms', { prefix: 'edge-b1', restApi: orders.monitored }),
      new CutoverAlarms(this, 'UsersAlarms', { prefix: 'edge-b2', restApi: users.monitored }),
      new EdgeAlarms(this, 'EdgeAlarms', { prefix: 'edge', split }),
    ];
    const { distribution, router } = split;
    const { secretArn } = secret.secret;
    this.output('Url', `https://${distribution.distributionDomainName}`, 'For cutover traffic');
    this.output('KeyValueStoreArn', router.keyValueStoreArn, 'router.keyValueStoreArn');
    this.output('SmokeTestUrl', `https://${users.host}`, 'smokeTest.baseUrl');
    this.output('SecretArn', secretArn, 'The secret of the header x-origin-secret');
    this.output('Alarms', alarms.flatMap(({ names }) => names).join(', '), 'health.alarms');
    this.output('Source', sourceOf(users), 'health.minRequests.source');
    return { keyValueStoreArn: router.keyValueStoreArn, host: users.host, secretArn };
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

/** Where the requests of an API are counted, as plans name it. */
const sourceOf = ({ restApiName, stage }: SmallApi) => `rest-api/${restApiName}/${stage.stageName}`;
