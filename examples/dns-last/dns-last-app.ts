import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverStack } from '@cutover/cutover';
import { App, type AppProps, RemovalPolicy } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { parse } from 'yaml';
import { type DnsLastDeployment, dnsLastDeployments, hasReached } from './deployments';
import { DnsLastStack } from './dns-last-stack';
import { RECORD_NAME } from './existing';

const env = { account: '111122223333', region: 'eu-west-1' };

export interface DnsLastAppProps extends AppProps {
  /** @default - the context value `deployment`, which is then required */
  readonly deployment?: DnsLastDeployment;
}

/** The app at one of its deployments: the API, and from `validate` on the workflow that moves its traffic. */
export class DnsLastApp extends App {
  constructor({ deployment: given, ...appProps }: DnsLastAppProps = {}) {
    super({ ...appProps, context: { ...recommendedFlags, ...appProps.context } });
    const deployment = given ?? deploymentFrom(this.node.tryGetContext('deployment'));
    new DnsLastStack(this, 'Api', { env, deployment });
    if (hasReached(deployment, 'validate')) {
      new CutoverStack(this, 'Cutover', {
        env,
        description: 'Moves the traffic of api.example.com in monitored stages, and rolls back automatically',
        routes: [
          {
            hostedZoneId: 'Z0123456789ABCDEFGHIJ',
            zoneName: 'example.com',
            recordNames: [RECORD_NAME],
            recordTypes: ['CNAME'],
          },
        ],
        decommission: {},
        policy: parse(readFileSync(join(__dirname, 'policy.yaml'), 'utf8')),
        // So that cdk destroy leaves nothing. In production, leave it out: the ledger and the logs are kept.
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
  }
}

function deploymentFrom(context: unknown): DnsLastDeployment {
  const found = dnsLastDeployments.find((one) => one === context);
  if (found === undefined) {
    throw new Error(
      `the context value deployment is ${JSON.stringify(context)}; must be one of ` +
        `${dnsLastDeployments.join(', ')} (cdk -c deployment=…)`,
    );
  }
  return found;
}
