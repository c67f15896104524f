import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestStateCommandInput, TestStateCommandOutput } from '@aws-sdk/client-sfn';
import { loadMachine } from '../../lib/rehearsal/asl/machine';
import { branchCases } from '../../lib/rehearsal/asl/test-state/cases';
import { differences, testStateOutcome, testStateRequest } from '../../lib/rehearsal/asl/test-state/request';
import { interpretState } from '../../lib/rehearsal/asl/test-state/state-case';
import { startExecutionResource } from '../../lib/workflow/definition';

/** A machine as it is deployed, with ARNs that exist nowhere in place of its placeholders. */
export interface DeployedDefinition {
  readonly machine: string;
  readonly text: string;
}

/** Step Functions, and the time between two requests. */
export interface Account {
  readonly test: (request: TestStateCommandInput) => Promise<Omit<TestStateCommandOutput, '$metadata'>>;
  readonly pause: () => Promise<void>;
}

/** The branches that were compared, and those that differ. */
export interface AccountReport {
  readonly compared: number;
  readonly different: readonly {
    readonly machine: string;
    readonly state: string;
    readonly branch: string;
    readonly differences: readonly string[];
  }[];
}

/** The values of the placeholders that stand for no function. */
const NOT_FUNCTIONS: Readonly<Record<string, string>> = {
  StartExecution: startExecutionResource('aws'),
  RevertMachine: 'arn:aws:states:us-east-1:000000000000:stateMachine:revert',
};

/** Both deployed machines. */
export function deployedDefinitions(): DeployedDefinition[] {
  return ['cutover', 'revert'].map((machine) => ({
    machine,
    text: readFileSync(join(__dirname, '../../statemachine', `${machine}.asl.json`), 'utf8').replace(
      /\$\{(\w+?)(?:Arn)?\}/g,
      (_, name: string) => NOT_FUNCTIONS[name] ?? `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    ),
  }));
}

/**
 * Runs every branch of every state in the interpreter and in Step Functions.
 * @throws what the request throws: a request that Step Functions refuses is no difference
 */
export async function compareWithAccount(
  definitions: readonly DeployedDefinition[],
  { test, pause }: Account,
): Promise<AccountReport> {
  let compared = 0;
  const different: AccountReport['different'][number][] = [];
  for (const { machine, text } of definitions) {
    const loaded = loadMachine(text, {});
    for (const one of await branchCases(loaded)) {
      const ours = (await interpretState(loaded, one)).outcome;
      const theirs = testStateOutcome(await test(testStateRequest(text, loaded, one)));
      const found = differences(ours, theirs);
      if (found.length > 0) {
        different.push({ machine, state: one.state, branch: one.branch, differences: found });
      }
      compared += 1;
      await pause();
    }
  }
  return { compared, different };
}
