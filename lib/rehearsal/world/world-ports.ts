import { sha256 } from '../../../lambdas/adapters/shared/sha256';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { routeKey, targetGroupsWith } from '../../../lambdas/core/routers/route';
import { defaultAllowedHosts, hostOf } from '../../../lambdas/core/smoke-test/allowed-hosts';
import { DEFAULT_PRODUCTION_NAME_TEST } from '../../../lambdas/core/smoke-test/production-name';
import type { Clock, Ledger } from '../../../lambdas/ports';
import type { Alarms } from '../aws/alarms/alarms';
import { worldBalancers } from '../aws/balancers';
import type { Calls } from '../aws/calls';
import type { CodeDeploy } from '../aws/code-deploy';
import { deployedLedger } from '../aws/deployed-ledger';
import { type GateFunctions, worldGates } from '../aws/gate-functions';
import { worldHealth } from '../aws/health';
import type { Metrics } from '../aws/metrics';
import type { SimulatedCalendars } from '../aws/preflight/change-calendars';
import type { PreflightAccount } from '../aws/preflight/preflight-account';
import type { Process } from '../aws/process';
import type { ReferenceAccount } from '../aws/reference-account';
import { worldReferences } from '../aws/references';
import { worldSecrets } from '../aws/secrets';
import {
  worldAutoScalingGroups,
  worldCalendars,
  worldCertificates,
  worldChangeSets,
  worldDeployments,
  worldExecutions,
  worldForwardExecutions,
  worldLedger,
  worldTargets,
} from '../aws/services';
import type { StateMachines } from '../aws/state-machines';
import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { Split } from '../routers/split';
import type { EventSink } from '../timeline/timeline-event';
import type { WorldProbe } from '../traffic/probe';
import type { AllPorts } from './bind-steps';

/** What the ports of a world reach. */
export interface WorldPortsOptions {
  readonly plan: Plan;
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Milliseconds by which the clocks of functions are off at the most. */
  readonly clockSkewMs: number;
  readonly calls: Calls;
  readonly split: Split;
  readonly probe: WorldProbe;
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  readonly calendars: SimulatedCalendars;
  readonly preflightAccount: PreflightAccount;
  readonly referenceAccount: ReferenceAccount;
  readonly codeDeploy: CodeDeploy;
  readonly gateFunctions: GateFunctions;
  readonly ledger: Ledger;
  readonly stateMachines: () => StateMachines;
  readonly emit: EventSink;
  /** Called before metrics are read, so that they cover the traffic until now. */
  readonly advance: () => void;
  /** Host patterns that smoke tests may call; absent: `gw-*` in the record's zone. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** The policy of the deployment; absent: none. */
  readonly policy?: Policy | undefined;
}

/**
 * The ports of every step. Those of a function call services as its process, and stop when it is killed. All
 * are made for each invocation: getters that made only those that a step asks for took longer to define.
 */
export function worldPorts(options: WorldPortsOptions): (process: Process) => AllPorts {
  const { plan, clock, random, emit, split, preflightAccount, referenceAccount, stateMachines } = options;
  const { alarms, metrics, advance } = options;
  const routes = [routeKey(plan.router)];
  const ledger = deployedLedger(options.ledger, routes);
  const allowedHosts = options.allowedHosts ?? defaultAllowedHosts(hostOf(plan));
  const productionNameTest = options.policy?.productionNameTest ?? DEFAULT_PRODUCTION_NAME_TEST;
  const log = { info: () => undefined, error: (message: string) => emit({ kind: 'log', message }) };
  const groups = targetGroupsWith(plan.router, { old: plan.preflight.oldTargetGroupArns, new: [] });
  return (process) => {
    const calls = options.calls.of(process);
    return {
      allowedHosts,
      productionNameTest,
      routes,
      policy: options.policy,
      ledgerTable: 'cutover-ledger',
      digest: sha256,
      log,
      probe: { send: (request) => options.probe.send(request, process.invocation) },
      clock: skewed(clock, { skewMs: options.clockSkewMs, offMs: process.clockOffMs }, random),
      router: split.router(calls),
      records: split.records(calls),
      health: worldHealth({ calls, alarms, metrics, clock, advance, plan }),
      targets: worldTargets(calls, preflightAccount, groups.old),
      autoScalingGroups: worldAutoScalingGroups(calls, preflightAccount),
      balancers: worldBalancers(calls, referenceAccount, preflightAccount),
      references: worldReferences(calls, referenceAccount),
      healthChecks: split.healthChecks(calls),
      certificates: worldCertificates(calls, preflightAccount),
      changeSets: worldChangeSets(calls, preflightAccount),
      calendars: worldCalendars(calls, options.calendars),
      deployments: worldDeployments(calls, options.codeDeploy),
      secrets: worldSecrets(calls, plan.smokeTest.checks),
      gates: worldGates(calls, options.gateFunctions),
      ledger: worldLedger(calls, ledger),
      forwardExecutions: worldForwardExecutions(calls, stateMachines),
      executions: worldExecutions(calls, stateMachines),
    };
  };
}

/**
 * Every function's clock is off by a random time, which differs from call to call, and by what a fault adds.
 * AWS's answers show the latter; the former is within what they leave open.
 */
function skewed(
  clock: VirtualClock,
  { skewMs, offMs }: { readonly skewMs: number; readonly offMs: number },
  random: Random,
): Clock {
  return {
    now: () => clock.now() + offMs + (skewMs === 0 ? 0 : Math.round(random.between(-skewMs, skewMs))),
    aheadMs: () => -offMs,
    sleep: (milliseconds) => clock.sleep(milliseconds),
  };
}
