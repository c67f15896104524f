import type { RouteRequest } from '../../../lambdas/core/operate/operate-request';
import type { CutoverView } from '../../operator/view';

/** A command that the page offers. */
export interface Action {
  readonly kind: RouteRequest['kind'];
  readonly label: string;
  /** What will happen, for the confirmation. */
  readonly effect: string;
  /** Why it cannot be sent now; null when it can. */
  readonly unavailable: string | null;
  /** For `approve` and `promote`: the percent that the person sees. */
  readonly atPercent: number | null;
}

/** Every command, in the order of the buttons, and whether the cutover would take it now. */
export function actionsOf(view: CutoverView): Action[] {
  const { approval, paused, percent, stage, stages } = view;
  const held = holderProblem(view);
  const at = percent === null ? null : Math.round(percent);
  const inSoak =
    view.phase === 'soaking' || view.phase === 'holding' || view.phase === 'waiting-for-approval';
  const next = stage === null ? undefined : stages[stage];
  const goesOn =
    next === undefined ? 'the hold, or the end, follows' : `the shift to ${next.percent} % follows`;
  return [
    {
      ...{ kind: 'approve', label: 'Approve', atPercent: approval?.atPercent ?? at },
      effect: `Approves the raise from ${approval?.atPercent ?? at} %: ${goesOn} once the soak has passed.`,
      unavailable: held ?? (approval === null ? 'it waits for no approval' : null),
    },
    {
      ...{ kind: 'promote', label: 'Promote', atPercent: at },
      effect:
        `Ends the soak at ${at} % at its next evaluation that passes: ${goesOn}. Never before the least` +
        ' soak of the policy, and never past an approval.',
      unavailable: held ?? (inSoak ? null : 'no soak is under way'),
    },
    {
      ...{ kind: 'pause', label: 'Pause', atPercent: null },
      effect:
        'Nothing new begins until somebody resumes it. Evaluations go on, an alarm still reverts the' +
        ' cutover, and so does the time-out of an approval.',
      unavailable: held ?? (paused === null ? null : 'it is paused already'),
    },
    {
      ...{ kind: 'resume', label: 'Resume', atPercent: null },
      effect: 'Ends the pause: the cutover goes on at its next evaluation.',
      unavailable: held ?? (paused === null ? 'it is not paused' : null),
    },
    {
      ...{ kind: 'abort', label: 'Abort', atPercent: null },
      effect:
        'Stops the cutover and moves the traffic back to where it was, at once. Nothing takes this back.',
      unavailable: held,
    },
    {
      ...{ kind: 'revert', label: 'Revert again', atPercent: null },
      effect: 'Starts the revert again. It continues where the one that failed has stopped.',
      unavailable: view.phase === 'revert-failed' ? null : 'no revert has failed',
    },
  ];
}

/** Why no command would be read; null when one would. */
function holderProblem({ endedAt, phase, locked }: CutoverView): string | null {
  if (endedAt !== null) {
    return 'it has ended';
  }
  return phase === 'reverting' ? 'it is being reverted' : locked ? null : 'it has not locked the route yet';
}
