import type {
  Certificates,
  ChangeSets,
  Deployments,
  Executions,
  HealthSource,
  Ledger,
  TargetHealth,
} from '../../../lambdas/ports';
import { throughJson } from '../asl/expressions';
import { REVERT_ARN } from '../deployed-machines';
import type { VirtualClock } from '../kernel/virtual-clock';
import { latencyAt } from '../traffic/path';
import type { Alarms } from './alarms';
import type { Caller } from './calls';
import type { CodeDeploy } from './code-deploy';
import type { Metrics } from './metrics';
import type { PreflightAccount } from './preflight-account';
import type { StateMachines } from './state-machines';

/** The ports of the steps over the world's services. Each call goes through the network of the world. */

export function worldHealth(
  calls: Caller,
  alarms: Alarms,
  metrics: Metrics,
  clock: VirtualClock,
  advance: (now: number) => void,
  /** Under which name the old path's metrics are asked for. */
  oldSource?: string,
): HealthSource {
  const minuteMs = 60_000;
  return {
    alarms: (names) => calls.call('cloudwatch', 'DescribeAlarms', () => alarms.read(names)),
    requests: (_loadBalancer, from, to) =>
      calls.call('cloudwatch', 'GetMetricData', () => {
        advance(clock.now());
        const wholeMinute = Math.ceil(from / minuteMs) * minuteMs;
        return metrics.read('new', wholeMinute, to, clock.now())?.requests ?? null;
      }),
    minutes: (source, statistic, from, to) =>
      calls.call('cloudwatch', 'GetMetricData', () => {
        advance(clock.now());
        return metrics.minutes(source === oldSource ? 'old' : 'new', from, to, clock.now()).map((point) => ({
          at: point.at,
          requests: point.requests,
          errors: point.failed,
          latencyMs: latencyAt(point, statistic),
        }));
      }),
  };
}

export function worldTargets(
  calls: Caller,
  preflightAccount: PreflightAccount,
  oldGroups: readonly string[] = [],
): TargetHealth {
  return {
    targets: (arn) =>
      calls.call('elbv2', 'DescribeTargetHealth', () =>
        preflightAccount.targetsOf(oldGroups.includes(arn) ? 'old' : 'new').map((target) => ({ ...target })),
      ),
  };
}

export function worldCertificates(calls: Caller, preflightAccount: PreflightAccount): Certificates {
  return {
    describe: () => calls.call('acm', 'DescribeCertificate', () => ({ ...preflightAccount.certificate })),
  };
}

/** A nested change set is one call more, which a rehearsal does not count. */
export function worldChangeSets(calls: Caller, preflightAccount: PreflightAccount): ChangeSets {
  return {
    describe: (stackName, changeSetName) =>
      calls.call('cloudformation', 'DescribeChangeSet', () => {
        const found = preflightAccount.changeSets.get(`${stackName} ${changeSetName}`);
        return found === undefined ? null : structuredClone(found);
      }),
  };
}

/** An answer that is lost is not asked for again by the client: CreateDeployment takes no token. */
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
  acquire: 'UpdateItem',
  read: 'GetItem',
  saveSnapshot: 'UpdateItem',
  beginShift: 'UpdateItem',
  beginPreparation: 'UpdateItem',
  saveExpected: 'UpdateItem',
  saveDeployment: 'UpdateItem',
  takeOver: 'UpdateItem',
  release: 'UpdateItem',
  record: 'PutItem',
  decisions: 'Query',
  request: 'UpdateItem',
  requested: 'GetItem',
};

export function worldLedger(calls: Caller, ledger: Ledger): Ledger {
  const through = Object.entries(LEDGER_OPERATIONS).map(([method, operation]) => {
    const work = ledger[method as keyof Ledger] as (...args: unknown[]) => Promise<unknown>;
    return [method, (...args: unknown[]) => calls.call('dynamodb', operation, () => work(...args))];
  });
  return Object.fromEntries(through) as Ledger;
}

/** Step Functions as the guards call it. */
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
    revertStatus: (name) => status(revertArn(name)),
  };
}
