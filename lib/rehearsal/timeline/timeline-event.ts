import type { Move } from '../../../lambdas/core/health/soak';
import type { Verdict } from '../../../lambdas/core/health/verdict';
import type { AlarmReading, OperatorCommand } from '../../../lambdas/ports';
import type { checkDeployment } from '../../../lambdas/steps/check-deployment';
import type { checkPreparation } from '../../../lambdas/steps/check-preparation';
import type { checkPropagation } from '../../../lambdas/steps/check-propagation';
import type { revertTraffic } from '../../../lambdas/steps/revert-traffic';
import type { GuardName } from '../../workflow/tasks';

/** The output of a step. */
export type OutputOf<Step extends (ports: never) => (input: never) => Promise<unknown>> = Awaited<
  ReturnType<ReturnType<Step>>
>;

/** How a rehearsal, or one of its cutovers, ended. */
export type Outcome = 'succeeded' | 'rejected' | 'reverted' | 'revert-failed';

/** The commands that a scenario can send to a cutover. */
export type CommandKind = OperatorCommand['kind'];

/** What an operator does: a command to the cutover, or an action in the console of Step Functions. */
export type OperatorAction = CommandKind | 'stop-execution' | 'redrive' | 'start-revert';

/** A stage waits for operators' approval, has it, or did not get it in time. */
export type ApprovalEvent = { readonly kind: 'approval'; readonly percent: number } & (
  | {
      readonly change: 'awaited';
      /** How many must approve. */
      readonly persons: number;
      /** Patterns of the ARNs of those who may; absent: whoever the policy allows. */
      readonly by?: string;
      /** How long it waits, in seconds. */
      readonly seconds: number;
    }
  /** `by`: the ARNs of those who approved, or promoted the stage. */
  | { readonly change: 'given'; readonly by: string }
  | { readonly change: 'timed-out'; readonly seconds: number }
);

/** Events of the state machines, each with the result of the state that caused it. */
type MachineEvent =
  /** A state ended that has no event of its own. */
  | { readonly kind: 'step'; readonly state: string; readonly reason: string }
  /** The router accepted a new percent. */
  | { readonly kind: 'shift'; readonly percent: number; readonly change: string }
  /** A shift or a revert took effect, or did not in time. */
  | {
      readonly kind: 'propagation';
      readonly machine: 'cutover' | 'revert';
      readonly status: Exclude<OutputOf<typeof checkPropagation>['status'], 'pending'>;
      readonly reason: string;
    }
  /** An evaluation of health that differs from the one before. */
  | {
      readonly kind: 'evaluation';
      readonly phase: 'soak' | 'hold';
      /** Of the stage; null before the first shift. */
      readonly percent: number | null;
      readonly verdict: Verdict;
      readonly paused: boolean;
      readonly move: Move;
      readonly reason: string;
    }
  /** A check of the prepared records that differs from the one before. */
  | {
      readonly kind: 'preparation';
      readonly move: OutputOf<typeof checkPreparation>['move'];
      readonly reason: string;
    }
  /** The deployment of a stage completed or failed. */
  | {
      readonly kind: 'deployment-check';
      readonly status: Exclude<OutputOf<typeof checkDeployment>['status'], 'pending'>;
      readonly reason: string;
    }
  /** The cutover hands over to the revert machine. */
  | { readonly kind: 'revert-started' }
  /** What the revert did to the route; percent and change are null when it wrote nothing. */
  | {
      readonly kind: 'revert';
      readonly action: OutputOf<typeof revertTraffic>['action'];
      readonly percent: number | null;
      readonly change: string | null;
    }
  | { readonly kind: 'lock-released' }
  | { readonly kind: 'lock-kept' }
  /** Step Functions runs a state again; `attempt` counts from 1. */
  | { readonly kind: 'retry'; readonly state: string; readonly attempt: number; readonly error: string }
  /** A Catch took over from a state that failed. */
  | { readonly kind: 'caught'; readonly state: string }
  | ApprovalEvent
  /** An operator's pause holds a state back; once per pause, however often it asks. */
  | { readonly kind: 'held'; readonly state: string }
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly reason: string };

/** Events of CodeDeploy. */
export type DeploymentEvent = { readonly kind: 'deployment'; readonly id: string } & (
  | { readonly change: 'began'; readonly group: string }
  | { readonly change: 'serves' }
  | { readonly change: 'stopped' | 'failed'; readonly error: string }
);

/** Events of the simulated world. */
type WorldEvent =
  | DeploymentEvent
  /** `index`: position in the scenario's list of faults, from 0. `fault`: its kind. */
  | { readonly kind: 'fault-began' | 'fault-ended'; readonly index: number; readonly fault: string }
  /** `index` as above: the scenario lists operators' actions beside faults. */
  | {
      readonly kind: 'operator';
      readonly index: number;
      readonly action: OperatorAction;
      /** Null for actions in the console. */
      readonly reason: string | null;
    }
  /** A command or a redrive was refused. */
  | { readonly kind: 'operator-refused'; readonly action: OperatorAction; readonly reason: string }
  /** An alarm changed its state. */
  | {
      readonly kind: 'alarm';
      readonly alarm: string;
      readonly state: AlarmReading['state'];
      readonly reason: string;
    }
  /** A guard did something. */
  | { readonly kind: 'guard'; readonly guard: GuardName; readonly reason: string }
  /** Route 53 health checks changed what DNS answers. */
  | {
      readonly kind: 'data-plane';
      readonly servesNew: boolean;
      readonly alarm: string;
      readonly state: AlarmReading['state'];
    }
  /** A step logged an error. */
  | { readonly kind: 'log'; readonly message: string };

/** Events of the rehearsal itself. */
type RehearsalEvent =
  /** A smoke check whose expected body cannot be made up, so that it is rehearsed without it. */
  | { readonly kind: 'not-rehearsed'; readonly check: string }
  /** A gate of the plan that the scenario does not mention, so that it passes. */
  | { readonly kind: 'gate-assumed'; readonly gate: string }
  /** A follow-up cutover began. */
  | { readonly kind: 'follow-up'; readonly plan: string };

/** Something that happened, as data. `describeEntry` makes the text where it is printed. */
export type TimelineEvent = MachineEvent | WorldEvent | RehearsalEvent;

/** An event of the timeline, and when it happened. */
export type TimelineEntry = TimelineEvent & {
  /** Seconds of simulated time since the start. */
  readonly at: number;
  /** The follow-up cutover that it belongs to, from 2; absent for the first cutover and for the world. */
  readonly cutover?: number;
};

/** Takes the events of the world as they happen. */
export type EventSink = (event: TimelineEvent) => void;
