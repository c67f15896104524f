import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Route53Client } from '@aws-sdk/client-route-53';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import { endpointOf } from './endpoints';
import { followWeights } from './follow-weights';
import type { LiveRoute } from './live-route';
import type { Stack } from './stack';
import { until } from './until';

const LIMIT_MS = 240_000;

/** Clients of the emulator that has the stack. */
export function stackClients() {
  const there = { ...settings, endpoint: endpointOf('CLOUDFORMATION') };
  return {
    route53: new Route53Client(there),
    cloudwatch: new CloudWatchClient(there),
    stepFunctions: new SFNClient(there),
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(there)),
  };
}

/** How a cutover in the stack went. */
export interface StackCutoverRun {
  readonly ended: DescribeExecutionCommandOutput;
  /** The weights that the records had, in order. */
  readonly weights: readonly string[];
  /** `what: reason` of each decision. */
  readonly decisions: readonly string[];
}

/**
 * Starts a cutover in the stack and follows it until it has ended and its route is unlocked.
 */
export async function runInStack(
  { stepFunctions, dynamo }: ReturnType<typeof stackClients>,
  { outputs }: Stack,
  { route, port, at50 }: StackCutover,
): Promise<StackCutoverRun> {
  const stateMachineArn = outputs.get('CutoverStateMachineArn');
  const ledger = dynamoLedger(dynamo, outputs.get('LedgerTableName') ?? '');
  const plan = route.plan([50, 100], port);
  const start = { stateMachineArn, name: plan.name, input: JSON.stringify(plan) };
  const { executionArn = '' } = await stepFunctions.send(new StartExecutionCommand(start));
  const ended = until(LIMIT_MS, `the end of ${executionArn}`, async () => {
    const execution = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    const lock = (await ledger.read(route.key))?.lock ?? null;
    return execution.status !== 'RUNNING' && lock === null ? execution : null;
  });
  const weights = await followWeights(route, ended, async (now) => {
    if (now === '50/50') {
      await at50?.(executionArn);
    }
    return now;
  });
  const decisions = (await ledger.decisions(route.key)).map(({ what, reason }) => `${what}: ${reason}`);
  return { ended: await ended, weights, decisions };
}

/** A cutover to start. */
export interface StackCutover {
  readonly route: LiveRoute;
  /** Where the new path listens. */
  readonly port: number;
  /** Called once the records are at 50/50. */
  readonly at50?: (executionArn: string) => Promise<unknown>;
}
