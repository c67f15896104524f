import { groupNameOf } from '../../../lambdas/core/plan/instances';
import type { RevertExecution } from '../../../lambdas/core/shared/revert-execution';
import type {
  AutoScalingGroups,
  Certificates,
  ChangeCalendars,
  ChangeSets,
  Deployments,
  Executions,
  ForwardExecutions,
  Ledger,
  TargetHealth,
} from '../../../lambdas/ports';
import { throughJson } from '../asl/through-json';
import { FORWARD_ARN, REVERT_ARN } from '../deployed-machines';
import type { Caller } from './calls';
import type { CodeDeploy } from './code-deploy';
import type { SimulatedCalendars } from './preflight/change-calendars';
import type { PreflightAccount } from './preflight/preflight-account';
import type { StartedExecution, StateMachines } from './state-machines';

/** The steps' ports over the simulated services. Each call goes through the simulated network. */

/**
 * The target groups of a plan: those of `oldGroups` are the old path's, every other one is the new path's.
 */
export function worldTargets(
  calls: Caller,
  account: PreflightAccount,
  oldGroups: readonly string[] = [],
): TargetHealth {
  return {
    targets: (arn) =>
      calls.call('elbv2', 'DescribeTargetHealth', () =>
        account.registeredTargets(oldGroups.includes(arn) ? 'old' : 'new'),
      ),
  };
}

/** Auto Scaling: the groups that the plan names, and no others. */
export function worldAutoScalingGroups(calls: Caller, account: PreflightAccount): AutoScalingGroups {
  const { old, new: ofNew } = account.autoScalingGroups;
  return {
    describe: async (reference) => {
      const name = groupNameOf(reference);
      const find = () => structuredClone(ofNew.get(name) ?? old.get(name) ?? null);
      const group = await calls.call('autoscaling', 'DescribeAutoScalingGroups', find);
      if (group === null) {
        return null;
      }
      const [policies, refresh] = await Promise.all([
        calls.call('autoscaling', 'DescribePolicies', () => find()?.policies ?? []),
        calls.call('autoscaling', 'DescribeInstanceRefreshes', () => find()?.refresh ?? null),
      ]);
      if (policies.some(({ alarms }) => alarms.length > 0)) {
        await calls.call('cloudwatch', 'DescribeAlarms', () => null);
      }
      return { ...group, policies, refresh };
    },
  };
}

/** ACM: every certificate is that of the plan, where the account has it. */
export function worldCertificates(calls: Caller, account: PreflightAccount): Certificates {
  return {
    describe: () => calls.call('acm', 'DescribeCertificate', () => structuredClone(account.certificate)),
  };
}

/** Change calendars of AWS Systems Manager. */
export function worldCalendars(calls: Caller, calendars: SimulatedCalendars): ChangeCalendars {
  return {
    read: (calendar) => calls.call('ssm', 'GetCalendarState', () => calendars.read(calendar)),
  };
}

/** CloudFormation. Reading a nested change set takes one more call, which a rehearsal does not count. */
export function worldChangeSets(calls: Caller, account: PreflightAccount): ChangeSets {
  return {
    describe: (stackName, changeSetName) =>
      calls.call('cloudformation', 'DescribeChangeSet', () => {
        const found = account.changeSets.get(`${stackName} ${changeSetName}`);
        return found === undefined ? null : structuredClone(found);
      }),
  };
}

/** CodeDeploy. The client does not retry CreateDeployment, which takes no idempotency token. */
export function worldDeployments(calls: Caller, codeDeploy: CodeDeploy): Deployments {
  return {
    create: (order) => calls.call('codedeploy', 'CreateDeployment', () => codeDeploy.create(order), 1),
    find: (order, since) => calls.call('codedeploy', 'ListDeployments', () => codeDeploy.find(order, since)),
    read: (id) => calls.call('codedeploy', 'GetDeployment', () => codeDeploy.read(id)),
    stop: (id) => calls.call('codedeploy', 'StopDeployment', () => codeDeploy.stop(id)),
  };
}

/** The DynamoDB operation behind each method of the ledger. */
const LEDGER_OPERATIONS: { readonly [Method in keyof Ledger]: string } = {
  acquire: 'TransactWriteItems',
  read: 'GetItem',
  saveSnapshot: 'UpdateItem',
  beginShift: 'TransactWriteItems',
  beginPreparation: 'TransactWriteItems',
  saveExpected: 'UpdateItem',
  saveDeployment: 'UpdateItem',
  takeOver: 'UpdateItem',
  release: 'UpdateItem',
  finish: 'TransactWriteItems',
  record: 'PutItem',
  decision: 'GetItem',
  decisions: 'Query',
  commands: 'GetItem',
  sendCommand: 'UpdateItem',
  sendToHolder: 'TransactWriteItems',
  refuseCommand: 'UpdateItem',
  saveStarter: 'PutItem',
  starter: 'GetItem',
};

const LEDGER_METHODS = Object.entries(LEDGER_OPERATIONS) as readonly [keyof Ledger, string][];

/** The ledger in DynamoDB. */
export function worldLedger(calls: Caller, ledger: Ledger): Ledger {
  const through: Record<string, (...args: unknown[]) => Promise<unknown>> = {};
  for (const [method, operation] of LEDGER_METHODS) {
    const work = ledger[method] as (...args: unknown[]) => Promise<unknown>;
    through[method] = (...args) => calls.call('dynamodb', operation, () => work(...args));
  }
  return through as unknown as Ledger;
}

/** Step Functions, as the guards and CheckRevert call it. */
export function worldExecutions(calls: Caller, service: () => StateMachines): Executions {
  const revertArn = (name: string) => `${REVERT_ARN.replace(':stateMachine:', ':execution:')}:${name}`;
  const status = (arn: string) =>
    calls.call('states', 'DescribeExecution', () => {
      const found = service().execution(arn);
      return found === undefined ? null : (found.end?.status ?? 'RUNNING');
    });
  return {
    startRevert: (name, input) =>
      calls.call('states', 'StartExecution', () => {
        const isNew = service().execution(revertArn(name)) === undefined;
        if (isNew) {
          service().start(REVERT_ARN, name, throughJson(input));
        }
        return isNew;
      }),
    stop: (execution, error, cause) =>
      calls.call('states', 'StopExecution', () =>
        service().execution(execution)?.execution.stop(error, cause),
      ),
    status,
    describeRevert: (name) =>
      calls.call('states', 'DescribeExecution', () => {
        const found = service().execution(revertArn(name));
        return found === undefined ? null : describedRevert(found);
      }),
  };
}

/** Step Functions, as Operate starts cutovers. */
export function worldForwardExecutions(calls: Caller, service: () => StateMachines): ForwardExecutions {
  const arnOf = (name: string) => `${FORWARD_ARN.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    arnOf,
    start: (name, input) =>
      calls.call('states', 'StartExecution', () => {
        if (service().execution(arnOf(name))?.end != null) {
          return false;
        }
        service().start(FORWARD_ARN, name, throughJson(input));
        return true;
      }),
  };
}

function describedRevert({ input, end }: StartedExecution): RevertExecution {
  return {
    status: end?.status ?? 'RUNNING',
    input: JSON.stringify(input),
    output: end?.output === undefined ? null : JSON.stringify(end.output),
    cause: end?.cause ?? null,
  };
}
