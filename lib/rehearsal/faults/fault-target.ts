import type { Alarms } from '../aws/alarms/alarms';
import type { Calls } from '../aws/calls';
import type { CodeDeploy } from '../aws/code-deploy';
import type { Corruption } from '../aws/corrupt-entry';
import type { EventBus } from '../aws/event-bus';
import type { Functions } from '../aws/functions';
import type { GateFunctions } from '../aws/gate-functions';
import type { Metrics } from '../aws/metrics';
import type { SimulatedCalendars } from '../aws/preflight/change-calendars';
import type { PreflightAccount } from '../aws/preflight/preflight-account';
import type { ReferenceAccount } from '../aws/reference-account';
import type { Split } from '../routers/split';
import type { CommandKind } from '../timeline/timeline-event';
import type { DirectRequests } from '../traffic/direct-requests';
import type { NewRecordTarget } from '../traffic/new-record-target';
import type { Path } from '../traffic/path';
import type { DeployedStack } from '../world/deployed-stack';

/** How an operator starts the revert machine. */
export interface RevertByHand {
  /** Under a name of its own, or under the name that the cutover's own revert has. */
  readonly named: 'by-hand' | 'as-its-revert';
  /** The field of the input that the operator mistypes; absent: none. */
  readonly typo?: 'execution' | 'route';
}

/** A command as an operator sends it. */
export interface SentCommand {
  readonly kind: CommandKind;
  readonly reason: string;
  /** The name of an IAM user. */
  readonly by: string;
  /** For `approve` and `promote`; absent: the percent that the ledger has. */
  readonly atPercent?: number;
}

/** What operators, and other users of the account, do beside the cutover. */
export interface Operators {
  /** Sends a command through the function Operate. */
  send(command: SentCommand): void;
  startRevert(how: RevertByHand): void;
  stopExecution(): void;
  redrive(): void;
  /** Puts a command of this kind into the table, past the function Operate. */
  writeCommand(says: string): void;
  /** Corrupts the entry of the route, as somebody can who may write the table. */
  corruptEntry(corruption: Corruption): void;
  /** Another cutover acquires the lock of the route. */
  lockByAnother(): void;
}

/** What faults act on: the parts of a world that can fail, and no more of it. */
export interface FaultTarget {
  readonly paths: { readonly old: Pick<Path, 'affect'>; readonly new: Pick<Path, 'affect'> };
  readonly traffic: { readonly direct: Pick<DirectRequests, 'begin'> };
  readonly newTarget: Pick<NewRecordTarget, 'misanswer'>;
  readonly metrics: Pick<Metrics, 'mute' | 'turnAway'>;
  readonly alarms: Pick<Alarms, 'force' | 'leaveUnevaluated' | 'nameAt' | 'remove'>;
  readonly calls: Pick<Calls, 'disturb' | 'slowDown'>;
  readonly functions: Pick<Functions, 'disturb'>;
  readonly stack: Pick<DeployedStack, 'upgrade'>;
  readonly split: Pick<Split, 'holdPending' | 'foreignChange' | 'foreignDelete' | 'foreignAdd'>;
  readonly gateFunctions: Pick<GateFunctions, 'disturb'>;
  readonly codeDeploy: Pick<CodeDeploy, 'disturb' | 'occupy'>;
  readonly preflightAccount: Pick<
    PreflightAccount,
    'shareBalancers' | 'spoilCertificate' | 'spoilChangeSets' | 'spoilGroups' | 'spoilTargets' | 'targetsOf'
  >;
  readonly calendars: Pick<SimulatedCalendars, 'close'>;
  readonly referenceAccount: Pick<ReferenceAccount, 'leave'>;
  readonly guards: {
    readonly events: Pick<EventBus, 'lose' | 'double'>;
    alarmFiredElsewhere(alarm: string, reason: string): void;
  };
  readonly operators: Operators;
  /** The service through which the route is changed, as `Calls` names it. */
  readonly controlPlane: string;
}
