import { CutoverStack } from '@cutover/cutover';
import { App, type AppProps, RemovalPolicy } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { hasReached, type UpgradeDeployment, upgradeDeployments } from './deployments';
import { UpgradeStack } from './upgrade-stack';

const env = { account: '111122223333', region: 'eu-west-1' };

export interface UpgradeAppProps extends AppProps {
  /** @default - the context value `deployment`, which is then required */
  readonly deployment?: UpgradeDeployment;
}

/** The app at one of its deployments: the API, and from `validate` on the workflow that moves its traffic. */
export class UpgradeApp extends App {
  constructor({ deployment: given, ...appProps }: UpgradeAppProps = {}) {
    super({ ...appProps, context: { ...recommendedFlags, ...appProps.context } });
    const deployment = given ?? deploymentFrom(this.node.tryGetContext('deployment'));
    const { route } = new UpgradeStack(this, 'Api', { env, deployment });
    if (hasReached(deployment, 'validate')) {
      new CutoverStack(this, 'Cutover', {
        env,
        description: 'Moves the traffic of api.example.com in monitored stages, and rolls back automatically',
        routes: [route],
        decommission: {},
        // So that cdk destroy leaves nothing. In production, leave it out: the ledger and the logs are kept.
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
  }
}

function deploymentFrom(context: unknown): UpgradeDeployment {
  const found = upgradeDeployments.find((one) => one === context);
  if (found === undefined) {
    throw new Error(
      `the context value deployment is ${JSON.stringify(context)}; must be one of ` +
        `${upgradeDeployments.join(', ')} (cdk -c deployment=…)`,
    );
  }
  return found;
}
