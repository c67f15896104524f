import { CutoverStack } from '@cutover/cutover';
import { App, type AppProps, RemovalPolicy } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { ApiStack } from './api-stack';
import { type Deployment, deployments, type Registration, reached, registrations } from './deployments';

const env = { account: '111122223333', region: 'eu-west-1' };

export interface AdditiveAppProps extends AppProps {
  /** @default - the context value `deployment`, which is then required */
  readonly deployment?: Deployment;
  /** @default - the context value `registration`, or `own-service` */
  readonly registration?: Registration;
}

/** The app at one of its deployments: the API, and from `validate` on the workflow that moves its traffic. */
export class AdditiveApp extends App {
  constructor(props: AdditiveAppProps = {}) {
    const { deployment: _, registration: __, ...appProps } = props;
    super({ ...appProps, context: { ...recommendedFlags, ...props.context } });
    const deployment =
      props.deployment ?? oneOf(deployments, 'deployment', this.node.tryGetContext('deployment'));
    const registration =
      props.registration ??
      oneOf(registrations, 'registration', this.node.tryGetContext('registration') ?? 'own-service');
    const { route } = new ApiStack(this, 'Api', { env, deployment, registration });
    if (reached(deployment, 'validate')) {
      new CutoverStack(this, 'Cutover', {
        env,
        description: 'Moves the traffic of api.example.com in monitored stages, and rolls back automatically',
        routes: [route],
        // So that cdk destroy leaves nothing. In production, leave it out: the ledger and the logs are kept.
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
  }
}

function oneOf<T extends string>(values: readonly T[], name: string, given: unknown): T {
  const found = values.find((value) => value === given);
  if (found === undefined) {
    throw new Error(
      `the context value ${name} is ${JSON.stringify(given)}; must be one of ${values.join(', ')} (cdk ` +
        `-c ${name}=…)`,
    );
  }
  return found;
}
