/** What holds in every interleaving of the steps, with the sentence that a report gives. */
export const interleavingInvariants = {
  'percent-within-stage': 'The percent is never beyond what the stage of the owner of the lock allows.',
  'no-raise-over-a-command': 'No raise begins after an abort or a pause was accepted.',
  'no-write-without-the-lock': 'A cutover writes nothing after its lock was released.',
  'no-write-under-the-next-cutover': 'No write of a cutover changes the traffic of the next one.',
  'release-after-the-last-write': 'The lock is released only when no write of its cutover is on its way.',
  'foreign-changes-stay': 'A raise never overwrites what someone else has changed.',
  'ends-at-snapshot-or-success': 'In the end the route is at the snapshot, or a cutover has succeeded.',
  'no-lock-left-behind': 'Once nothing works on the route, the reconciler included, it is not locked.',
  'pause-holds-up-no-revert': 'A revert is never held up by a pause.',
  'one-revert-writes': 'Two reverts of one execution never write side by side.',
  'approval-of-its-stage': 'An approval passes the gate of its stage alone.',
  'refused-command-changes-nothing': 'A command that is refused changes nothing.',
} as const;

/** The name of an invariant. */
export type InterleavingInvariant = keyof typeof interleavingInvariants;

/** An invariant that did not hold, with what was found instead. */
export interface InterleavingViolation {
  readonly invariant: InterleavingInvariant;
  readonly detail: string;
}
