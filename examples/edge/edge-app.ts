import { CutoverStack } from '@cutover/cutover';
import { App, type AppProps, RemovalPolicy } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { type EdgeDeployment, edgeDeployments } from './deployments';
import { EdgeStack } from './edge-stack';

/** CloudFront's metrics, its web ACLs and its certificates are in this Region alone. */
const env = { region: 'us-east-1' };

export interface EdgeAppProps extends AppProps {
  /** @default - the context value `deployment`, or else `add` */
  readonly deployment?: EdgeDeployment;
}

/** The app at one of its deployments: the APIs, and with `add` the workflow that moves their users. */
export class EdgeApp extends App {
  constructor({ deployment: given, ...appProps }: EdgeAppProps = {}) {
    super({ ...appProps, context: { ...recommendedFlags, ...appProps.context } });
    const deployment = given ?? deploymentFrom(this.node.tryGetContext('deployment'));
    const { route } = new EdgeStack(this, 'Edge', { env, deployment });
    if (route !== null) {
      new CutoverStack(this, 'Cutover', {
        env,
        description: 'Moves the users of the example in monitored stages, and rolls back automatically',
        routes: [{ kind: 'cloudfront-kvs', keyValueStoreArn: route.keyValueStoreArn }],
        allowedHosts: [route.host],
        secrets: [{ arn: route.secretArn }],
        // So that cdk destroy leaves nothing. In production, leave it out: the ledger and the logs are kept.
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
  }
}

function deploymentFrom(context: unknown): EdgeDeployment {
  const found = edgeDeployments.find((one) => one === (context ?? 'add'));
  if (found === undefined) {
    throw new Error(
      `the context value deployment is ${JSON.stringify(context)}; must be one of ` +
        `${edgeDeployments.join(', ')} (cdk -c deployment=…)`,
    );
  }
  return found;
}
