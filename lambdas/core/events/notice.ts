import { arnParts } from '../shared/arn';
import { executionLink } from './console-link';
import type { DecisionKind } from './decision';
import type { DecisionEvent } from './decision-event';

/** What a person is to know of an event, whatever the format. */
export interface Notice {
  /** What, and where. */
  readonly title: string;
  /** What is known of it: a name and a value each. */
  readonly facts: readonly (readonly [string, string])[];
  /** What to do next: commands to type, or a sentence. Empty: nothing. */
  readonly nextSteps: readonly string[];
  /** The execution in the console; null where its address is not known. */
  readonly link: string | null;
}

/** What happened, after the name of the route; and what to do next. */
interface Words {
  readonly happened: (event: DecisionEvent) => string;
  readonly next?: (commands: Commands, event: DecisionEvent) => readonly string[];
}

type Commands = (command: string, more?: string) => string;

const at = ({ percent }: DecisionEvent) => (percent === null ? '' : ` at ${percent} %`);
const to = ({ percent }: DecisionEvent) => (percent === null ? '' : ` to ${percent} %`);
const approve = (commands: Commands, { percent }: DecisionEvent) => [
  commands('approve', `${percent === null ? '' : `--at ${percent} `}--reason "…"`),
  commands('abort', '--reason "…"'),
];
const stop = (commands: Commands) => [commands('pause', '--reason "…"'), commands('abort', '--reason "…"')];
const story = (commands: Commands) => [commands('history')];

const WORDS: Readonly<Partial<Record<DecisionKind, Words>>> = {
  started: { happened: () => 'the cutover has started', next: (commands) => [commands('watch')] },
  shifted: { happened: (event) => `traffic is shifted${to(event)}`, next: stop },
  'stage-passed': { happened: (event) => `the stage${at(event)} has passed`, next: stop },
  'waiting-for-approval': { happened: (event) => `an approval is needed${at(event)}`, next: approve },
  'approval-reminder': {
    happened: (event) => `an approval is still missing${at(event)}; without it the cutover reverts soon`,
    next: approve,
  },
  approved: { happened: (event) => `the stage${at(event)} was approved` },
  promoted: { happened: (event) => `the soak${at(event)} ends early` },
  paused: {
    happened: () => 'the cutover is paused',
    next: (commands) => [commands('resume', '--reason "…"'), commands('abort', '--reason "…"')],
  },
  resumed: { happened: () => 'the cutover goes on' },
  aborted: { happened: () => 'the cutover was aborted' },
  'revert-requested': { happened: () => 'a revert was requested' },
  reverting: { happened: (event) => event.what, next: (commands) => [commands('watch')] },
  'shifted-back': { happened: (event) => `traffic is shifted back${to(event)}` },
  reverted: { happened: () => 'all traffic is back', next: story },
  rejected: { happened: () => 'the cutover was rejected; no traffic has moved', next: story },
  succeeded: { happened: () => 'the cutover has succeeded', next: story },
  'revert-failed': {
    happened: () => 'THE REVERT HAS FAILED: traffic may not be back, and the route stays locked',
    next: (commands) => [
      commands('status'),
      commands('revert', '--reason "…"'),
      'see "When the revert has failed" in docs/guide/operating.md',
    ],
  },
  unattended: {
    happened: () => 'THE ROUTE IS LOCKED AND NOTHING WORKS ON IT: traffic may not be back',
    next: (commands) => [
      commands('status'),
      commands('revert', '--reason "…"'),
      'see "When the revert has failed" in docs/guide/operating.md',
    ],
  },
};

/**
 * What a person is to know of an event, and the commands to type next.
 * @param stack the name of the deployment's stack
 */
export function noticeOf(event: DecisionEvent, stack: string): Notice {
  const { kind, what, plan, stage, percent, verdict, reason, by, at: time, execution } = event;
  const name = routeLabel(event.route);
  const { happened, next } = WORDS[kind] ?? { happened: () => what };
  return {
    title: `${name}: ${happened(event)}`,
    facts: [
      ['Plan', plan ?? 'not known'],
      ...(stage === null ? [] : [['Stage', `${stage + 1}`] as const]),
      ...(percent === null ? [] : [['New path', `${percent} %`] as const]),
      ...(verdict === null ? [] : [['Verdict', verdict] as const]),
      ['Why', reason === '' ? what : reason],
      ['By', by],
      ['At', time],
      ['Route', event.route],
      ['Execution', execution],
    ],
    nextSteps: next?.(commandsFor(name, event, stack), event) ?? [],
    link: executionLink(execution),
  };
}

/** The name of a route as the command line takes it: the end of its key. */
export function routeLabel(route: string): string {
  return route.slice(route.lastIndexOf('/') + 1);
}

/** Commands to type, for this route of this deployment. */
function commandsFor(name: string, { execution }: DecisionEvent, stack: string): Commands {
  const region = arnParts(execution)?.region;
  const place = ` --stack ${quoted(stack)}${region === undefined ? '' : ` --region ${region}`}`;
  return (command, more = '') => `cutover ${command} ${quoted(name)}${more === '' ? '' : ` ${more}`}${place}`;
}

/** An argument as a shell takes it: a wildcard is not to be replaced by the names of files. */
function quoted(argument: string): string {
  return /^[\w.:/-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
