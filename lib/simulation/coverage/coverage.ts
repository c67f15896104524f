import type { TraceEvent } from '../../rehearsal/asl/execution';
import { NOTHING_SHIFTED } from '../../rehearsal/routers/route-setup';
import type { Outcome } from '../../rehearsal/timeline/timeline-event';
import type { Case } from '../cases';

/** States whose step gives a verdict. */
const JUDGING: ReadonlySet<string> = new Set([
  ...['Preflight', 'SmokeTest', 'AskGates', 'EvaluateHealth', 'ProbeNewPath'],
]);

/** What such a step has answered. */
interface Judged {
  readonly verdict: string;
  readonly soakState?: { readonly phase: string } | null;
}

/**
 * What the runs of a simulation are about: the states and branches of both machines, the fields of the plans
 * and of the worlds, the faults and their pairs, the commands by the state in which they came, the verdicts,
 * the routers and the courses of the percent with their outcomes, and the state of a cutover in which a
 * second one began.
 */
export class Coverage {
  private readonly thisRun = new Set<string>();
  private last: readonly string[] = [];
  /** The state in which each cutover is. */
  private readonly states = new Map<string, string>();
  private first: string | null = null;

  /** Follows a machine. */
  trace(machine: 'cutover' | 'revert', event: TraceEvent, execution: string): void {
    if (event.kind === 'entered') {
      this.thisRun.add(`state ${machine}.${event.state}`);
      if (machine === 'cutover') {
        this.began(execution);
        this.states.set(execution, event.state);
      }
    } else if (event.kind === 'branch') {
      this.thisRun.add(`branch ${machine}.${event.state} ${event.branch}`);
    } else if (event.kind === 'left' && machine === 'cutover' && JUDGING.has(event.state)) {
      this.judged(event.state, event.result as Judged);
    }
  }

  /** A step has judged the new path: with which verdict, and in the soak or the hold? */
  private judged(state: string, { verdict, soakState }: Judged): void {
    const where = soakState == null ? '' : ` in the ${soakState.phase}`;
    this.thisRun.add(`verdict ${state} ${verdict}${where}`);
  }

  /** An operator acts on the cutover that runs. */
  command(action: string): void {
    const state = [...this.states.values()].at(-1) ?? 'none';
    this.thisRun.add(`command ${action} in ${state}`);
  }

  /** A case has been run to its end. */
  ran({ plan, scenario }: Case, outcome: Outcome): void {
    for (const field of fieldPathsOf(plan)) {
      this.thisRun.add(`plan ${field}`);
    }
    for (const field of fieldPathsOf(scenario.world)) {
      this.thisRun.add(`world ${field}`);
    }
    const kinds = [...new Set(scenario.faults.map(({ kind }) => kind))].sort();
    for (const [i, kind] of kinds.entries()) {
      this.thisRun.add(`fault ${kind}`);
      for (const other of kinds.slice(i + 1)) {
        this.thisRun.add(`faults ${kind} and ${other}`);
      }
    }
    this.thisRun.add(`router ${plan.router.kind} ${plan.direction} ${outcome}`);
    this.thisRun.add(`course ${courseOf(plan, scenario)} ${outcome}`);
    this.last = [...this.thisRun];
    this.thisRun.clear();
    this.states.clear();
    this.first = null;
  }

  /** What the last run was about, each once. */
  taken(): readonly string[] {
    return this.last;
  }

  /** A second cutover begins: in which state is the first? */
  private began(execution: string): void {
    this.first ??= execution;
    if (!this.states.has(execution) && execution !== this.first) {
      this.thisRun.add(`second cutover while the first is in ${this.states.get(this.first)}`);
    }
  }
}

/** From where to where a plan moves: the ends of the percent, or between them. */
function courseOf(
  { direction, stages }: Case['plan'],
  { world: { weights = NOTHING_SHIFTED } }: Case['scenario'],
): string {
  const start = weights.new === 0 ? 0 : weights.old === 0 ? 100 : 'between';
  const last = stages.at(-1)?.percent ?? 0;
  return `${direction} from ${start} to ${last === 0 || last === 100 ? last : 'between'}`;
}

/** The paths of the fields that a plan or a world has, without those of lists' elements' positions. */
export function fieldPathsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) {
    return [...new Set(value.flatMap((one) => fieldPathsOf(one, `${path}[]`)))];
  }
  if (typeof value !== 'object' || value === null) {
    return value === undefined ? [] : [path];
  }
  return Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : fieldPathsOf(one, path === '' ? name : `${path}.${name}`),
  );
}
