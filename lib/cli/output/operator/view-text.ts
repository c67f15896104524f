import colors from 'picocolors';
import type { Phase } from '../../../operator/phase';
import type { CutoverView } from '../../../operator/view';
import type { Tone } from '../entry-tone';
import { duration, wrap } from '../format';

/** What each phase is called in a sentence about a cutover. */
const PHASES: Readonly<Record<Phase, string>> = {
  starting: 'starting',
  checking: 'running the preflight',
  preparing: 'preparing the records',
  deploying: 'waiting for a deployment',
  'smoke-testing': 'running the smoke test',
  shifting: 'shifting traffic',
  propagating: 'waiting until the shift has propagated',
  soaking: 'soaking',
  holding: 'holding both paths',
  'waiting-for-approval': 'waiting for an approval',
  paused: 'paused',
  finishing: 'finishing',
  reverting: 'reverting',
  succeeded: 'succeeded',
  rejected: 'rejected',
  stopped: 'stopped before it had locked the route',
  reverted: 'reverted',
  'revert-failed': 'the revert failed; the route stays locked',
};

const GOOD: readonly Phase[] = ['succeeded'];
const BAD: readonly Phase[] = ['reverting', 'reverted', 'revert-failed', 'rejected', 'stopped'];
const NOTICE: readonly Phase[] = ['waiting-for-approval', 'paused'];

/** Whether a phase is good, bad, or something for an operator to see. */
export function toneOfPhase({ phase, paused }: Pick<CutoverView, 'phase' | 'paused'>): Tone {
  if (GOOD.includes(phase)) {
    return 'good';
  }
  return BAD.includes(phase) ? 'bad' : NOTICE.includes(phase) || paused !== null ? 'notice' : 'plain';
}

/** The phase in words. */
export function phaseWords({ phase, paused }: Pick<CutoverView, 'phase' | 'paused'>): string {
  return paused !== null && phase !== 'paused' ? `${PHASES[phase]}, paused` : PHASES[phase];
}

const COLORS: Readonly<Record<Tone, (text: string) => string>> = {
  good: colors.green,
  bad: colors.red,
  notice: colors.yellow,
  plain: colors.cyan,
};

/** The phase in words, coloured by whether it is good. */
export function phaseText(view: Pick<CutoverView, 'phase' | 'paused'>): string {
  return COLORS[toneOfPhase(view)](phaseWords(view));
}

/** One line that says how far a cutover is: phase, percent, stage, verdict, and what comes when. */
export function progressText(view: CutoverView, now: number): string {
  return [phaseText(view), ...progressParts(view, now)].join(', ');
}

/** How far a cutover is, beside its phase. */
export function progressParts(view: CutoverView, now: number): string[] {
  const { percent, stage, stages, verdict, secondsLeft, nextEvaluationAt, approval } = view;
  return [
    ...(percent === null ? [] : [`${Math.round(percent * 100) / 100} % on the new path`]),
    ...(stage === null ? [] : [`stage ${stage} of ${stages.length}`]),
    ...(verdict === null ? [] : [`verdict ${verdict}`]),
    ...(secondsLeft === null || secondsLeft === 0 ? [] : [`${duration(secondsLeft)} left`]),
    ...(nextEvaluationAt === null ? [] : [`next evaluation ${until(nextEvaluationAt, now)}`]),
    ...(approval === null ? [] : [`${approval.missing} to approve ${until(approval.until, now)}`]),
  ];
}

/** `in 45 s`, or `now` for a time that has come. */
function until(at: string, now: number): string {
  const seconds = Math.ceil((Date.parse(at) - now) / 1_000);
  return seconds > 0 ? `in ${duration(seconds)}` : 'now';
}

/** `14 min ago`. */
export function ago(at: string, now: number): string {
  return `${duration(Math.max(0, (now - Date.parse(at)) / 1_000))} ago`;
}

const HEAD = 12;

/** Everything that is known of a cutover, and the commands that one may type next. */
export function printView(view: CutoverView, now: number, columns: number): string {
  const line = (name: string, text: string) =>
    `${name.padEnd(HEAD)}${wrap(text, Math.max(40, columns - HEAD), ' '.repeat(HEAD))}`;
  const { approval, paused, endedAt } = view;
  const by = view.startedBy === null ? '' : ` by ${view.startedBy}`;
  return [
    `${colors.bold(view.name)}: ${progressText(view, now)}`,
    line('Plan', view.plan),
    line('Stages', stagesText(view)),
    line('Started', `${view.startedAt}, ${ago(view.startedAt, now)}${by}`),
    ...(endedAt === null ? [] : [line('Ended', `${endedAt}, ${ago(endedAt, now)}`)]),
    ...(view.reason === '' ? [] : [line('Reason', view.reason)]),
    ...(approval === null ? [] : [line('Approval', approvalText(approval))]),
    ...(paused === null ? [] : [line('Paused', `by ${paused.by} at ${paused.at}: ${paused.reason}`)]),
    line('Execution', view.execution),
    ...nextCommands(view).map((command, i) => `${(i === 0 ? 'Next' : '').padEnd(HEAD)}${command}`),
    '',
  ].join('\n');
}

function stagesText({ stages }: CutoverView): string {
  const mark = { done: colors.green, current: colors.cyan, next: colors.dim, reverted: colors.red };
  return stages
    .map(({ percent, state, approval }) => mark[state](`${percent} %${approval ? ' (approval)' : ''}`))
    .join(' → ');
}

/** Who has to approve what, and until when. */
export function approvalText({
  atPercent,
  missing,
  by,
  given,
  until: end,
}: NonNullable<CutoverView['approval']>) {
  const who = by === null ? 'anyone who may send commands' : by.join(' or ');
  const so = given.length === 0 ? '' : `; approved by ${given.join(', ')}`;
  const persons = missing === 1 ? '1 person has' : `${missing} persons have`;
  return `${persons} to approve the raise from ${atPercent} %, until ${end}: ${who}${so}`;
}

/** What an operator may type next, by the phase. */
function nextCommands(view: CutoverView): string[] {
  const { name, phase, approval, paused } = view;
  const command = (kind: string, text: string) =>
    `cutover ${kind} ${name} --reason "…"   ${colors.dim(text)}`;
  switch (phase) {
    case 'succeeded':
      return [`cutover undo ${name} --help   ${colors.dim('to move back, monitored')}`];
    case 'revert-failed':
      return [command('revert', 'starts the revert again')];
    case 'rejected':
    case 'stopped':
    case 'reverted':
    case 'reverting':
      return [];
    default:
      return [
        ...(approval === null ? [] : [command('approve', `approves the raise from ${approval.atPercent} %`)]),
        ...(paused === null ? [] : [command('resume', 'ends the pause')]),
        command('abort', 'reverts at once'),
      ];
  }
}
