import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import { deployedMachines, loadDefinitions } from '../../../lib/rehearsal/deployed-machines';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import type { Outcome } from '../../../lib/rehearsal/timeline/timeline-event';
import type { World } from '../../../lib/rehearsal/world/world';
import type { StepWatch } from '../../../lib/rehearsal/world/world-functions';
import type { FunctionName } from '../../../lib/workflow/tasks';
import { ItemHistory } from '../../../tools/release-fixtures/item-changes';
import { MemoryTable, type TableItem } from '../../../tools/release-fixtures/memory-table';
import {
  isRecorded,
  type RecordedRehearsal,
  type RecordedStep,
  withPlan,
} from '../../../tools/release-fixtures/recorded-rehearsal';
import type { KeptRelease } from '../../../tools/release-fixtures/release-files';

/** The end of a rehearsal whose stack was upgraded. */
export interface UpgradedEnd {
  readonly outcome: Outcome;
  readonly percent: number;
  readonly reason: string;
  /** Everything in the table. */
  readonly items: readonly TableItem[];
  /** The steps that ran after the upgrade, by the names of their functions. */
  readonly ran: readonly FunctionName[];
}

/** How the stack is upgraded. */
export interface UpgradeOptions {
  /** Index of the recorded step that is the first one of the new release. */
  readonly at: number;
  /** Changes the steps of the new release, to test whether that is found. @default - as they are */
  readonly change?: StepWatch;
}

/**
 * Runs a kept rehearsal on the definitions of its release. Until the upgrade, each step answers what it
 * answered in that release, so that the state of the execution is the one of then; and at the upgrade, the
 * table gets the items of then. From there on, the steps of this code run.
 */
export async function upgradedRehearsal(
  release: Pick<KeptRelease, 'definitions'>,
  recorded: RecordedRehearsal,
  { at, change = (_, step) => step }: UpgradeOptions,
): Promise<UpgradedEnd> {
  const { plan, scenario, policy, allowedHosts, executionInput } = recorded;
  const table = new MemoryTable();
  const queues = queuesOf(recorded.steps);
  const ran: FunctionName[] = [];
  let world: World | undefined;
  let isUpgraded = false;
  const upgrade = () => {
    isUpgraded = true;
    table.load(itemsBefore(recorded, at));
    world?.stack.upgrade({ seconds: 0, failSeconds: 0 });
  };
  const { result } = await rehearse(
    {
      ...{ plan, scenario, scenarioName: recorded.name },
      ...(policy === undefined ? {} : { policy }),
      ...(allowedHosts === undefined ? {} : { allowedHosts }),
      ...(executionInput === undefined ? {} : { executionInput }),
      machines: loadDefinitions(release.definitions),
      next: { machines: deployedMachines() },
      ledger: dynamoLedger(table.client, 'ledger'),
    },
    {
      world: (made) => {
        world = made;
      },
      step: (task, step) => async (input) => {
        const index = isRecorded(task) ? queues.get(task)?.shift() : undefined;
        const record = index === undefined ? undefined : recorded.steps[index];
        const isFirst = index === at;
        if (isFirst) {
          upgrade();
        }
        if (isUpgraded) {
          ran.push(task);
          return change(task, step)(isFirst ? withPlan(record?.input, plan) : input);
        }
        return record === undefined ? step(input) : asRecorded(record, () => step(input), plan);
      },
    },
  );
  return {
    outcome: result.outcome,
    percent: (world as unknown as World).split.percent(),
    reason: result.reason,
    items: table.items(),
    ran,
  };
}

/** The items of the table when a step began; `at` beyond the last step: at the end. */
export function itemsBefore({ steps, written }: RecordedRehearsal, at: number): readonly TableItem[] {
  const history = new ItemHistory();
  for (const step of steps.slice(0, at + 1)) {
    history.apply(step.written);
  }
  if (at >= steps.length) {
    history.apply(written);
  }
  return history.items();
}

/** The indexes of the recorded steps of each function. */
function queuesOf(steps: readonly RecordedStep[]): Map<FunctionName, number[]> {
  const queues = new Map<FunctionName, number[]>();
  for (const [i, { task }] of steps.entries()) {
    queues.set(task, [...(queues.get(task) ?? []), i]);
  }
  return queues;
}

/** Runs a step for its effect on the world, and answers what the release answered. */
async function asRecorded(
  { output, error }: RecordedStep,
  run: () => Promise<unknown>,
  plan: RecordedRehearsal['plan'],
): Promise<unknown> {
  const own = await run().catch((failure: unknown) => {
    if (output === undefined && error === undefined) {
      throw failure;
    }
  });
  if (error !== undefined) {
    throw Object.assign(new Error(error.message), { name: error.name });
  }
  return output === undefined ? own : withPlan(output, plan);
}
