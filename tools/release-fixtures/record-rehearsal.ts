import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import { type RehearsalInput, rehearse } from '../../lib/rehearsal/rehearse';
import type { World } from '../../lib/rehearsal/world/world';
import { ItemHistory } from './item-changes';
import { MemoryTable } from './memory-table';
import { isRecorded, type RecordedRehearsal, type RecordedStep, withoutPlan } from './recorded-rehearsal';

/** A recording, and the states and branches that its executions entered. */
export interface Recording {
  readonly input: RehearsalInput;
  readonly rehearsal: RecordedRehearsal;
  /** `cutover.ShiftTraffic`, and `cutover.NextMove Choices[0]` for a branch. */
  readonly visited: ReadonlySet<string>;
}

type Writable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

/** Runs a rehearsal over the ledger's real adapter, and records every run of a step. */
export async function recordRehearsal(input: RehearsalInput): Promise<Recording> {
  const { plan, scenario, policy, allowedHosts, executionInput } = input;
  const table = new MemoryTable();
  const history = new ItemHistory();
  const written = () => table.takeWritten().map((item) => history.changeTo(item));
  const steps: Writable<RecordedStep>[] = [];
  const visited = new Set<string>();
  const planText = JSON.stringify(plan);
  let world: World | undefined;
  const { result } = await rehearse(
    { ...input, ledger: dynamoLedger(table.client, 'ledger') },
    {
      world: (made) => {
        world = made;
      },
      step: (task, step) => async (given) => {
        if (!isRecorded(task)) {
          return step(given);
        }
        const record: Writable<RecordedStep> = {
          task,
          written: written(),
          input: withoutPlan(given, planText),
        };
        steps.push(record);
        try {
          const output = await step(given);
          record.output = withoutPlan(output ?? null, planText);
          return output;
        } catch (error) {
          const { name, message } = error as Error;
          record.error = { name, message };
          throw error;
        }
      },
      trace: (machine, event) => {
        if (event.kind === 'entered') {
          visited.add(`${machine}.${event.state}`);
        } else if (event.kind === 'branch') {
          visited.add(`${machine}.${event.state} ${event.branch}`);
        }
      },
    },
  );
  const rehearsal = {
    name: input.scenarioName,
    ...{ plan, scenario },
    ...(policy === undefined ? {} : { policy }),
    ...(allowedHosts === undefined ? {} : { allowedHosts }),
    ...(executionInput === undefined ? {} : { executionInput }),
    outcome: result.outcome,
    percent: (world as World).split.percent(),
    steps,
    written: written(),
  };
  return { input, rehearsal: JSON.parse(JSON.stringify(rehearsal)), visited };
}
