import * as v from 'valibot';
import { COMMAND_KINDS } from '../../../lambdas/core/shared/operator-command';
import { momentaryKind, oneOf, operatorKind, text, wholeNumber } from './fault';
import { principal } from './principal';

/** An operator sends a command to the running cutover. */
export const operator = operatorKind(
  'operator',
  {
    says: oneOf(...COMMAND_KINDS),
    reason: v.optional(text(200, 'why'), 'no reason given'),
    /** An IAM user of the account, or a role and the name of its session: `release/ada`. */
    by: v.optional(principal, 'operator'),
    /** For `approve` and `promote`; absent: the percent that the ledger has then. */
    atPercent: v.optional(wholeNumber(0, 100, 'the percent whose soak the operator means')),
  },
  ({ says, reason }) => ({ action: says, reason }),
  ({ operators }, { says, reason, by, atPercent }) =>
    operators.send({ kind: says, reason, by, ...(atPercent === undefined ? {} : { atPercent }) }),
);

/** Somebody who may write the table puts what cannot be read as a command where commands are. */
export const malformedCommand = momentaryKind(
  'malformed-command',
  {
    /** The kind that it claims to have; a known one has a time that lies ahead. */
    says: oneOf('Resume', 'Pause', 'ABORT', 'aprove', 'resume', 'approve'),
  },
  ({ operators }, { says }) => operators.writeCommand(says),
);

/** Somebody who may write the table changes the entry of the route. */
export const ledgerCorrupted = momentaryKind(
  'ledger-corrupted',
  { by: oneOf('router-of-another-route', 'no-router', 'no-snapshot') },
  ({ operators }, { by }) => operators.corruptEntry(by),
);

/** An operator starts the revert machine for the running cutover. */
export const revertStarted = operatorKind(
  'revert-started',
  {
    named: v.optional(oneOf('by-hand', 'as-its-revert'), 'by-hand'),
    typo: v.optional(oneOf('execution', 'route')),
  },
  () => ({ action: 'start-revert', reason: null }),
  ({ operators }, { named, typo }) =>
    operators.startRevert({ named, ...(typo === undefined ? {} : { typo }) }),
);

/** An operator chooses "Stop execution" in the console. */
export const stopExecution = operatorKind(
  'stop-execution',
  {},
  () => ({ action: 'stop-execution', reason: null }),
  ({ operators }) => operators.stopExecution(),
);

/** An operator chooses "Redrive" in the console, for an execution that has ended other than in success. */
export const redrive = operatorKind(
  'redrive',
  {},
  () => ({ action: 'redrive', reason: null }),
  ({ operators }) => operators.redrive(),
);

/** Another cutover holds the lock of the route. */
export const routeLocked = momentaryKind('route-locked', {}, ({ operators }) => operators.lockByAnother());
