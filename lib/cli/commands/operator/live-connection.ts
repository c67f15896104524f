import { setTimeout as sleep } from 'node:timers/promises';
import { settings } from '../../../../lambdas/adapters/clients/settings';
import { stepFunctionsCutovers } from '../../../../lambdas/adapters/shared/step-functions-cutovers';
import { awsSource } from '../../../operator/aws/aws-source';
import { DEFAULT_STACK, type Deployment, findDeployment } from '../../../operator/aws/deployment';
import { sendSigned } from '../../../operator/aws/send-signed';
import type { CutoverReading } from '../../../operator/cutover-view';
import { fromAws } from '../../../shared/aws-error';
import { UsageError } from '../../../shared/usage-error';
import type { TrafficSeries } from '../../dashboard/dashboard-source';
import { deployedHealth, deployedSeries } from '../../dashboard/deployed';
import { callerRegion } from '../../input/aws-settings';
import type { Connection, OperatorDependencies } from './connection';

/** A deployment in AWS, with the SDK's default credentials and Region, as the AWS CLI does. */
export const liveConnection: OperatorDependencies = {
  connect: async ({ stack, region: given }) => {
    const region = await callerRegion(given);
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
    const schedule = scheduler(deployment);
    const health = deployedHealth(region);
    const series = cached((reading: CutoverReading) => deployedSeries(health, reading, source.now()));
    const { stack: name } = deployment;
    return {
      ...{ stack: name, region, source, send, startExecution, schedule, series },
      close: () => source.close(),
    };
  },
  sleep: (ms) => sleep(ms),
};

/** Loads the client when something is scheduled. */
function scheduler({
  stack,
  region,
  cutoverMachineArn,
  schedulerRoleArn,
}: Deployment): Connection['schedule'] {
  return async (start) => {
    if (schedulerRoleArn === null) {
      throw new UsageError(
        `the stack "${stack}" in ${region} has no output SchedulerRoleArn: its policy keeps the starter` +
          ' from approving (approvals.notByStarter), so that a schedule may start nothing; or it was' +
          ' deployed by an earlier version: deploy it again',
      );
    }
    const { SchedulerClient } = await import('@aws-sdk/client-scheduler');
    const { scheduleStart } = await import('../../../operator/aws/schedule-start');
    const client = new SchedulerClient({ ...settings, region });
    try {
      const call = scheduleStart(client, { cutoverMachineArn, schedulerRoleArn }, start);
      return await fromAws(`create the schedule ${start.name}`, call);
    } finally {
      client.destroy();
    }
  };
}

/** CloudWatch has new numbers once a minute, and each of its answers costs. */
const SERIES_MS = 30_000;

function cached(read: Connection['series']): Connection['series'] {
  let last: {
    readonly execution: string;
    readonly at: number;
    readonly series: Promise<TrafficSeries | null>;
  } | null = null;
  return (reading) => {
    const { execution } = reading.view;
    if (last?.execution !== execution || Date.now() - last.at > SERIES_MS) {
      last = { execution, at: Date.now(), series: read(reading) };
    }
    return last.series;
  };
}
