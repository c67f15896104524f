import type { InvariantId } from '../invariants';
import { commandMutants } from './command-mutants';
import { healthMutants } from './health-mutants';
import { probeMutants } from './probe-mutants';
import { returnMutants } from './return-mutants';
import { stepMutants } from './step-mutants';
import { timeMutants } from './time-mutants';

/**
 * Bugs, each of which the simulation must find. They replace steps of a rehearsal and are used for nothing
 * else.
 */
export const mutants = {
  ...{ ...stepMutants, ...commandMutants, ...healthMutants, ...returnMutants, ...probeMutants },
  ...timeMutants,
} as const;

/** The name of a planted bug. */
export type MutantName = keyof typeof mutants;

/** The invariant that each of them violates. */
export const caughtBy: Readonly<Record<MutantName, InvariantId>> = {
  'skip the fence': 'one-cutover-per-route',
  'ignore the policy': 'percent-within-stage',
  'forget the lock': 'ends-at-snapshot-or-fails-loudly',
  'treat missing data as OK': 'verdict-is-right',
  'drop a record of weight 0': 'route-carries-traffic',
  'write weights of 0 alone': 'route-carries-traffic',
  'treat a deployment as completed at once': 'raise-after-pass',
  'use a verdict from before a deployment': 'raise-after-pass',
  'forget the deployment': 'ends-at-snapshot-or-fails-loudly',
  'raise on inconclusive': 'goes-on-after-the-soak',
  'revert by UPSERT of the snapshot': 'shift-changes-weights-only',
  'take the name of a revert for its proof': 'end-is-reverted',
  'forget to restore': 'ends-at-snapshot-or-fails-loudly',
  'skip the lead': 'raise-after-pass',
  'read no command before a raise': 'no-raise-over-a-command',
  'keep a command that is refused': 'refused-command-changes-nothing',
  'take any approval for that of the stage': 'approval-of-its-stage',
  'release the lock over an abort': 'ends-at-snapshot-or-fails-loudly',
  'end the hold with the promotion of the soak': 'goes-on-after-the-soak',
  'promote before the least soak of the policy': 'goes-on-after-the-soak',
  'read every command as it was meant': 'only-checked-commands-act',
  'release a route whose entry is corrupt': 'ends-at-snapshot-or-fails-loudly',
  'take the lock from a cutover that runs': 'one-cutover-per-route',
  'take the alarm of another account for its own': 'only-its-own-alarms',
  'heed no alarm at all': 'verdict-is-right',
  'evaluate no alarm': 'verdict-is-right',
  'evaluate the first alarm alone': 'verdict-is-right',
  'take an alarm that cannot be read for OK': 'verdict-is-right',
  'pass without the minimum of requests': 'verdict-is-right',
  'compare nothing': 'verdict-is-right',
  'compare a path with itself': 'verdict-is-right',
  'accept what is not known of a comparison': 'verdict-is-right',
  'wait for a comparison for ever': 'reverts-when-it-must',
  'wait for a comparison that the plan does not write': 'verdict-is-right',
  'wait for data that the plan does not wait for': 'verdict-is-right',
  'ignore the limit of errors': 'reverts-when-it-must',
  'allow one error more': 'reverts-when-it-must',
  'ignore the limit of doubt': 'reverts-when-it-must',
  'revert at the first doubt': 'reverts-for-a-reason',
  'skip the soak': 'goes-on-after-the-soak',
  'soak for half of the time': 'goes-on-after-the-soak',
  'skip the hold': 'goes-on-after-the-soak',
  'evaluate half as often': 'evaluated-as-often-as-planned',
  'go on without an approval': 'goes-on-after-the-soak',
  'take one approval for several': 'goes-on-after-the-soak',
  'wait for an approval for ever': 'reverts-when-it-must',
  'read no command in an evaluation': 'goes-on-after-the-soak',
  'move on while a calendar is closed': 'goes-on-after-the-soak',
  'read no drift': 'drift-is-reverted',
  'take propagation for granted': 'soak-counts-from-effective',
  'soak without the TTL': 'soak-counts-from-effective',
  'wait for propagation for ever': 'late-is-reverted',
  'stop nothing for an alarm': 'alarm-reverts-at-once',
  'only record an abort': 'abort-reverts-at-once',
  'start no revert for an execution that ended': 'end-is-reverted',
  'reconcile nothing': 'drift-is-reverted',
  'take a new fence with each try of the lock': 'steps-are-idempotent',
  'move the traffic back to a path without a healthy target': 'reverts-to-a-path-that-serves',
  'move the traffic back every ten minutes': 'decision-is-carried-out',
  'forget the lease in a revert': 'ends-at-snapshot-or-fails-loudly',
  'release while a write is on its way': 'released-after-the-last-write',
  'restore before the lease is over': 'ends-at-snapshot-or-fails-loudly',
  'release before the revert has propagated': 'released-after-propagation',
  'forget what a revert has written': 'released-after-propagation',
  'revert to one percent': 'reverts-to-the-start',
  'revert the first type alone': 'reverts-to-the-start',
  'move the traffic back without a revert': 'only-a-revert-lowers',
  'shift to the stage after the next': 'percent-within-stage',
  'shift over what someone else has changed': 'foreign-changes-stay',
  'record no decision before a shift': 'decisions-are-recorded',
  'change the TTL with a shift': 'shift-changes-weights-only',
  'take the shortest lead of several types': 'raise-after-pass',
  'find nothing in the preflight': 'ready-before-traffic',
  'let an alarm pass in the preflight': 'ready-before-traffic',
  'pass every smoke test': 'ready-before-traffic',
  'take every probe for one that passed': 'verdict-is-right',
  'leave the probes out of an evaluation': 'verdict-is-right',
  'count the probes as requests of users': 'verdict-is-right',
  'send probes half as often': 'probes-as-often-as-planned',
  'send on after the last failure that the plan allows': 'probes-as-often-as-planned',
  'give the hold the patience of a soak': 'reverts-for-a-reason',
  'say that a path can go while it is used': 'old-path-goes-when-unused',
  'wait for readiness for ever': 'waits-no-longer-than-planned',
  'accept what the plan does not accept': 'ready-before-traffic',
  'count the lead from the question': 'raise-after-pass',
  'compare the time of an alarm with no regard to clocks': 'alarm-reverts-at-once',
};
