import { shorten } from '../health/verdict';
import { type OperatorCommand, parseCommand } from '../shared/operator-command';
import { type Decision, type DecisionKind, storedDecision } from './decision';
import { type DecisionEvent, EVENT_REASON_LENGTH } from './decision-event';
import type { LedgerChange } from './ledger-change';

/** An event as a change of the ledger gives it. It has been made from stored text and is not checked yet. */
export type EventDraft = DecisionEvent;

/** The kind of the event of each command. */
const COMMANDS = {
  approve: 'approved',
  promote: 'promoted',
  pause: 'paused',
  resume: 'resumed',
  abort: 'aborted',
  revert: 'revert-requested',
} as const satisfies Record<OperatorCommand['kind'], DecisionKind>;

/**
 * The events of a change: one for a decision, one for each new command that can be read as one, and one when
 * a revert takes the lock over. The same change gives the same events, whoever reads it and how often.
 * @param now epoch milliseconds
 */
export function eventsOfChange(change: LedgerChange, now: number): readonly EventDraft[] {
  switch (change.kind) {
    case 'decision':
      return [draftOf(change.route, storedDecision(change.decision as Decision))];
    case 'commands':
      return change.stored
        .slice(change.before)
        .flatMap((stored, i) => commandDraft(change, stored, change.before + i + 1, now));
    default:
      return [takenOver(change)];
  }
}

/** The id of the event of a decision, which is the same for each of its deliveries. */
function eventId(execution: string, key: string): string {
  return `${execution}#${key}`;
}

function draftOf(route: string, decision: Decision): EventDraft {
  const { key, kind, execution, what, reason, by, at } = decision;
  const { plan = null, percent = null, stage = null, verdict = null, comparison = [] } = decision;
  return {
    ...{ version: '1', id: eventId(execution, key), kind, plan, route, execution, what },
    ...{ percent, stage, verdict, comparison: [...comparison], reason: short(reason), by, at },
  };
}

/** A command of any time: whether it counts, the cutover decides when it reads it. */
function commandDraft(
  { route, execution }: Extract<LedgerChange, { kind: 'commands' }>,
  stored: unknown,
  number: number,
  now: number,
): EventDraft[] {
  const parsed = parseCommand(stored, { began: new Date(0).toISOString(), now });
  if (!parsed.ok) {
    return [];
  }
  const { command } = parsed;
  const kind = COMMANDS[command.kind];
  const { reason, by, at } = command;
  const at_ = 'atPercent' in command ? ` at ${command.atPercent} %` : '';
  const percent = 'atPercent' in command ? { percent: command.atPercent } : {};
  const key = `command-${number}`;
  return [
    draftOf(route, { key, kind, execution, what: `${command.kind}${at_}`, reason, by, at, ...percent }),
  ];
}

function takenOver(change: Extract<LedgerChange, { kind: 'taken-over' }>): EventDraft {
  const { route, execution, planName, reason, percents, at } = change;
  return draftOf(route, {
    ...{ key: 'reverting', kind: 'reverting', execution, plan: planName, by: 'cutover', at },
    what: percents === null ? 'reverting' : `reverting from ${percents.from} % to ${percents.to} %`,
    reason: reason ?? 'the revert machine has taken the lock over',
    ...(percents === null ? {} : { percent: percents.to }),
  });
}

/** What is no text stays as it is: the check of the event says so. */
function short(reason: unknown): string {
  return typeof reason === 'string' ? shorten(reason, EVENT_REASON_LENGTH) : (reason as string);
}
