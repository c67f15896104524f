import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import pLimit from 'p-limit';
import { dynamoClient } from '../../../lambdas/adapters/clients/dynamo';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import type { ExecutionStatus } from '../../../lambdas/ports/executions';
import { fromAws } from '../../shared/aws-error';
import type { CutoverSource, ExecutionRecord, StateEvent } from '../source';
import type { Deployment } from './deployment';

/** Events of a whole round of a soak with probes and retries. GetExecutionHistory returns at most 1,000. */
const LATEST_EVENTS = 200;
/** DescribeExecution may be called 15 times a second in most Regions (Step Functions quotas). */
const AT_ONCE = 5;

/** A source that has clients of its own. */
export interface AwsSource extends CutoverSource {
  /** The client whose credentials and Region requests to `Operate` are signed with. */
  readonly client: SFNClient;
  close(): void;
}

/** A deployment in AWS, with the SDK's default credentials, as the AWS CLI does. */
export function awsSource({ cutoverMachineArn, ledgerTable, region, routes }: Deployment): AwsSource {
  const client = new SFNClient({ ...settings, region });
  const dynamo = dynamoClient(region);
  const ledger = dynamoLedger(dynamo, ledgerTable);
  const limit = pLimit(AT_ONCE);
  const describe = (executionArn: string) =>
    limit(() =>
      fromAws(
        `read the execution ${executionArn}`,
        client.send(new DescribeExecutionCommand({ executionArn })),
      ),
    );
  /** One that has ended changes only by a redrive, which changes when it ended. */
  const ended = new Map<string, ExecutionRecord>();
  const describeOnce = async ({
    executionArn = '',
    stopDate,
  }: ExecutionListItem): Promise<ExecutionRecord> => {
    const known = ended.get(executionArn);
    if (known !== undefined && known.endedAt === stopDate?.getTime()) {
      return known;
    }
    const record = recordOf(await describe(executionArn));
    if (record.endedAt !== null) {
      ended.set(executionArn, record);
    }
    return record;
  };
  const fromLedger = <T>(call: Promise<T>) => fromAws(`read the ledger, the table ${ledgerTable}`, call);
  return {
    client,
    routes,
    close: () => {
      client.destroy();
      dynamo.destroy();
    },
    now: () => Date.now(),
    executions: async (most) => {
      const found: ExecutionListItem[] = [];
      let nextToken: string | undefined;
      do {
        const page = await fromAws(
          'list the executions of cutovers',
          client.send(
            new ListExecutionsCommand({
              stateMachineArn: cutoverMachineArn,
              maxResults: Math.min(most - found.length, 1_000),
              nextToken,
            }),
          ),
        );
        found.push(...(page.executions ?? []));
        nextToken = page.nextToken;
      } while (nextToken !== undefined && found.length < most);
      return Promise.all(found.slice(0, most).map(describeOnce));
    },
    execution: async (arn) => {
      try {
        return recordOf(await describe(arn));
      } catch (error) {
        if (((error as Error).cause as Error | undefined)?.name === 'ExecutionDoesNotExist') {
          return null;
        }
        throw error;
      }
    },
    latestEvents: async (executionArn) => {
      const { events = [] } = await fromAws(
        `read the history of ${executionArn}`,
        client.send(
          new GetExecutionHistoryCommand({
            ...{ executionArn, reverseOrder: true, maxResults: LATEST_EVENTS, includeExecutionData: true },
          }),
        ),
      );
      return events.flatMap(eventOf);
    },
    entry: (route) => fromLedger(ledger.read(route)),
    decisions: (route) => fromLedger(ledger.decisions(route)),
    commands: (route, execution) => fromLedger(ledger.commands(route, execution)),
    starter: (route, execution) => fromLedger(ledger.starter(route, execution)),
  };
}

function recordOf(found: DescribeExecutionCommandOutput): ExecutionRecord {
  const { executionArn = '', name = '', status, startDate, stopDate, input, output, error, cause } = found;
  return {
    arn: executionArn,
    name,
    status: status as ExecutionStatus,
    startedAt: startDate?.getTime() ?? 0,
    endedAt: stopDate?.getTime() ?? null,
    input: parsed(input),
    output: parsed(output),
    error: error ?? null,
    cause: cause ?? null,
  };
}

function eventOf(event: HistoryEvent): StateEvent[] {
  const at = event.timestamp?.getTime() ?? 0;
  const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
  if (entered !== undefined) {
    return [{ at, kind: 'entered', state: entered.name ?? '' }];
  }
  if (exited === undefined) {
    return [];
  }
  const isTask = event.type === 'TaskStateExited';
  return [
    { at, kind: 'left', state: exited.name ?? '', ...(isTask ? { result: parsed(exited.output) } : {}) },
  ];
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
