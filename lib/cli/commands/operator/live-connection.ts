import { setTimeout as sleep } from 'node:timers/promises';
import { cloudwatchClient } from '../../../../lambdas/adapters/clients/cloudwatch';
import { stepFunctionsCutovers } from '../../../../lambdas/adapters/shared/step-functions-cutovers';
import { isRegionName } from '../../../../lambdas/core/shared/arn';
import { awsSource } from '../../../operator/aws/aws-source';
import { DEFAULT_STACK, findDeployment } from '../../../operator/aws/deployment';
import { sendSigned } from '../../../operator/aws/send-signed';
import type { SeenCutover } from '../../../operator/cutover-view';
import { AwsError, fromAws } from '../../../shared/aws-error';
import { deployedHealth, deployedSeries } from '../../dashboard/deployed';
import type { TrafficSeries } from '../../dashboard/watched';
import { requireCredentials, requireRegion } from '../../input/aws-settings';
import type { Connection, OperatorDependencies } from './connection';

/** A deployment in AWS, with the SDK's default credentials and Region, as the AWS CLI does. */
export const liveConnection: OperatorDependencies = {
  connect: async ({ stack, region: given }) => {
    const region = await regionOf(given);
    const deployment = await findDeployment(stack ?? process.env.CUTOVER_STACK ?? DEFAULT_STACK, region);
    const source = awsSource(deployment);
    const { credentials } = source.client.config;
    const send = sendSigned(deployment.commandUrl, { region, credentials });
    const cutovers = stepFunctionsCutovers(source.client, deployment.cutoverMachineArn);
    const startExecution = async (name: string, input: object) => {
      const call = cutovers.start(name, input);
      const isStarted = await fromAws(`start an execution of ${deployment.cutoverMachineArn}`, call);
      return isStarted ? cutovers.arnOf(name) : null;
    };
    const health = deployedHealth(region);
    const series = cached((seen: SeenCutover) => deployedSeries(health, seen, source.now()));
    const { stack: name } = deployment;
    return { stack: name, region, source, send, startExecution, series, close: () => source.close() };
  },
  sleep: (ms) => sleep(ms),
};

/** CloudWatch has new numbers once a minute, and each of its answers costs. */
const SERIES_MS = 30_000;

function cached(read: Connection['series']): Connection['series'] {
  let last: {
    readonly execution: string;
    readonly at: number;
    readonly series: Promise<TrafficSeries | null>;
  } | null = null;
  return (seen) => {
    const { execution } = seen.view;
    if (last?.execution !== execution || Date.now() - last.at > SERIES_MS) {
      last = { execution, at: Date.now(), series: read(seen) };
    }
    return last.series;
  };
}

/** The Region and the credentials of the caller, each of which every call needs. */
async function regionOf(given: string | undefined): Promise<string> {
  const client = cloudwatchClient(given === undefined ? {} : { region: given });
  try {
    await requireRegion(client, AwsError);
    await requireCredentials(client, AwsError);
    const region = await client.config.region();
    if (!isRegionName(region)) {
      throw new AwsError(
        `the Region is "${region}", which is no name of a Region; give --region, or set AWS_REGION, to one` +
          ' such as eu-west-1',
      );
    }
    return region;
  } finally {
    client.destroy();
  }
}
