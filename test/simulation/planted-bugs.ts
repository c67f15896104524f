import type { InvariantId } from '../../lib/simulation/invariants';
import type { mutants } from '../../lib/simulation/mutants';

/** The seed of the cases. */
export const SEED = 200;

/**
 * The first case that shows each planted bug, and the invariant that it violates. When the draws change, this
 * finds the case again: `npm run simulate -- --seed 200 --workers 1 --no-shrink --runs 2000 --mutant NAME`.
 */
export const plantedBugs: Readonly<
  Record<keyof typeof mutants, { readonly path: string; readonly violates: InvariantId }>
> = {
  'skip the fence': { path: '177', violates: 'no-raise-over-a-command' },
  'read no command before a raise': { path: '27', violates: 'no-raise-over-a-command' },
  'keep a command that is refused': { path: '8', violates: 'refused-command-changes-nothing' },
  'take any approval for that of the stage': { path: '1100', violates: 'approval-of-its-stage' },
  'read every command as it was meant': { path: '43', violates: 'only-checked-commands-act' },
  'release a route whose entry is corrupt': { path: '377', violates: 'ends-at-snapshot-or-fails-loudly' },
  'take the alarm of another account for its own': { path: '74', violates: 'only-its-own-alarms' },
  'take the lock from a cutover that runs': { path: '10', violates: 'one-cutover-per-route' },
  'ignore the policy': { path: '65', violates: 'percent-within-stage' },
  'forget the lock': { path: '5', violates: 'ends-at-snapshot-or-fails-loudly' },
  'treat missing data as OK': { path: '419', violates: 'missing-data-is-not-health' },
  'drop a weight of 0': { path: '4', violates: 'route-carries-traffic' },
  'treat a deployment as completed at once': { path: '0', violates: 'raise-after-pass' },
  'use a verdict from before a deployment': { path: '33', violates: 'raise-after-pass' },
  'forget the deployment': { path: '0', violates: 'ends-at-snapshot-or-fails-loudly' },
  'raise on inconclusive': { path: '0', violates: 'raise-after-pass' },
  'revert by UPSERT of the snapshot': { path: '7', violates: 'shift-changes-weights-only' },
  'take the name of a revert for its proof': { path: '880', violates: 'ends-at-snapshot-or-fails-loudly' },
  'forget to restore': { path: '4', violates: 'ends-at-snapshot-or-fails-loudly' },
  'skip the lead': { path: '100', violates: 'raise-after-pass' },
};
