import { plural } from '../../../lambdas/core/shared/plural';
import { faultLabel } from '../faults/fault-label';
import type { OperatorAction, TimelineEntry, TimelineEvent } from './timeline-event';

/** An entry of the timeline as it is printed: two columns. */
export interface EntryText {
  readonly event: string;
  readonly detail: string;
}

type EventOf<Kind extends TimelineEvent['kind']> = Extract<TimelineEvent, { readonly kind: Kind }>;

const CONSOLE: Partial<Record<OperatorAction, string>> = {
  'stop-execution': 'stopped the execution in the console',
  redrive: 'redrove the execution in the console',
  'start-revert': 'started the revert machine',
};

const REVERT: Readonly<Record<Exclude<EventOf<'revert'>['action'], 'moved'>, string>> = {
  unlock: 'the traffic is at the snapshot; nothing to move',
  wait: 'waits, because a shift may still be in flight',
  nothing: 'the cutover holds no lock; nothing to do',
};

const TEXT: { readonly [Kind in TimelineEvent['kind']]: (event: EventOf<Kind>) => EntryText } = {
  step: ({ state, reason }) => ({ event: state, detail: reason }),
  shift: ({ percent, change }) => ({
    event: 'ShiftTraffic',
    detail: `${percent} % on the new path accepted (change ${change})`,
  }),
  propagation: ({ reason }) => ({ event: 'CheckPropagation', detail: reason }),
  evaluation: ({ phase, percent, verdict, paused, move, reason }) => {
    const where = phase === 'hold' ? 'hold' : `soak ${percent} %`;
    return {
      event: 'EvaluateHealth',
      detail: `${where}: ${verdict}${paused ? ', paused' : ''}, ${move}: ${reason}`,
    };
  },
  preparation: ({ move, reason }) => ({ event: 'CheckPreparation', detail: `${move}: ${reason}` }),
  'deployment-check': ({ status, reason }) => ({ event: 'CheckDeployment', detail: `${status}: ${reason}` }),
  'revert-started': () => ({ event: 'StartRevert', detail: 'the revert machine takes over' }),
  revert: ({ action, percent, change }) => ({
    event: 'RevertTraffic',
    detail:
      action === 'moved'
        ? `back to ${percent} % on the new path accepted (change ${change})`
        : REVERT[action],
  }),
  'lock-released': () => ({ event: 'ReleaseLock', detail: 'the lock of the route is released' }),
  'lock-kept': () => ({
    event: 'ReleaseLock',
    detail: 'keeps the lock, because a write of the cutover may still be in flight',
  }),
  retry: ({ state, attempt, error }) => ({
    event: 'retry',
    detail: `${state}, attempt ${attempt + 1} after ${error}`,
  }),
  approval: (event) => ({ event: 'approval', detail: approvalText(event) }),
  held: ({ state }) => ({ event: 'held', detail: `${state} waits while the cutover is paused` }),
  caught: ({ state }) => ({ event: 'caught', detail: `a failure of ${state}` }),
  outcome: ({ outcome, reason }) => ({ event: outcome, detail: reason }),
  deployment: (event) => ({ event: 'deployment', detail: `${event.id} ${deploymentText(event)}` }),
  'fault-began': (event) => ({ event: 'fault began', detail: faultLabel(event) }),
  'fault-ended': (event) => ({ event: 'fault ended', detail: faultLabel(event) }),
  operator: ({ action, reason }) => ({
    event: 'operator',
    detail: CONSOLE[action] ?? `${action}: ${reason}`,
  }),
  'operator-refused': ({ action, reason }) => ({ event: 'operator refused', detail: `${action}: ${reason}` }),
  alarm: ({ alarm, state, reason }) => ({ event: `alarm ${state}`, detail: `"${alarm}": ${reason}` }),
  guard: ({ guard, reason }) => ({ event: guard, detail: reason }),
  'data-plane': ({ servesNew, alarm, state }) => ({
    event: 'data plane',
    detail:
      `${servesNew ? 'serves the new path again' : 'leaves the new path'}: ` + `alarm "${alarm}" is ${state}`,
  }),
  log: ({ message }) => ({ event: 'log', detail: message }),
  'not-rehearsed': ({ check }) => ({
    event: 'not rehearsed',
    detail: `${check}: the expected body; a rehearsal cannot make up one that meets the check`,
  }),
  'gate-assumed': ({ gate }) => ({
    event: 'not rehearsed',
    detail: `gate ${gate}: the scenario gives no answers of it, so that it passes`,
  }),
  'follow-up': ({ plan }) => ({ event: 'started', detail: `plan "${plan}" on the same route` }),
};

/** The text of an entry. Entries of a follow-up cutover begin with its number: `#2 ShiftTraffic`. */
export function describeEntry(entry: TimelineEntry): EntryText {
  const describe = TEXT[entry.kind] as (event: TimelineEvent) => EntryText;
  const { event, detail } = describe(entry);
  return { event: entry.cutover === undefined ? event : `#${entry.cutover} ${event}`, detail };
}

function approvalText(event: EventOf<'approval'>): string {
  const stage = `the stage at ${event.percent} %`;
  switch (event.change) {
    case 'awaited': {
      const { persons, by, seconds } = event;
      const whose = by === undefined ? '' : ` of ${by}`;
      const approvals = plural(persons, 'approval');
      return `${stage} waits for ${approvals}${whose}, at most ${seconds} s; then it reverts`;
    }
    case 'given':
      return `${stage} is approved by ${event.by}`;
    case 'timed-out':
      return `${stage} was not approved within ${event.seconds} s`;
  }
}

function deploymentText(event: EventOf<'deployment'>): string {
  switch (event.change) {
    case 'began':
      return `of ${event.group} began`;
    case 'serves':
      return 'has the traffic of its service';
    case 'stopped':
    case 'failed':
      return `${event.change}: ${event.error}`;
  }
}
