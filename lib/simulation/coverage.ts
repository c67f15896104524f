import type { TraceEvent } from '../rehearsal/asl/execution';
import { deployedMachines, FORWARD_ARN } from '../rehearsal/deployed-machines';
import type { Outcome } from '../rehearsal/timeline/timeline-event';
import type { Case } from './cases';
import { REQUIRED, UNREACHED } from './required-coverage';

type Machine = 'cutover' | 'revert';

/** What the runs of a simulation have been about, as a count of runs for each place and combination. */
export class Coverage {
  private readonly counts = new Map<string, number>();
  private readonly thisRun = new Set<string>();
  /** The state in which each execution is. */
  private readonly states = new Map<string, string>();
  private first: string | null = null;

  /** Takes counts of another process. */
  add(counts: Readonly<Record<string, number>>): void {
    for (const [place, count] of Object.entries(counts)) {
      this.counts.set(place, (this.counts.get(place) ?? 0) + count);
    }
  }

  /** Follows a machine. */
  trace(machine: Machine, event: TraceEvent, execution: string): void {
    if (event.kind === 'entered') {
      this.thisRun.add(`state ${machine}.${event.state}`);
      if (machine === 'cutover') {
        this.began(execution);
        this.states.set(execution, event.state);
      }
    } else if (event.kind === 'branch') {
      this.thisRun.add(`branch ${machine}.${event.state} ${event.branch}`);
    }
  }

  /** An operator acts on the cutover that runs. */
  command(action: string): void {
    const state = [...this.states.values()].at(-1) ?? 'none';
    this.thisRun.add(`command ${action} in ${state}`);
  }

  /** A case has been run to its end. */
  ran({ plan, scenario }: Case, outcome: Outcome): void {
    for (const field of fieldsOf(plan)) {
      this.thisRun.add(`plan ${field}`);
    }
    const kinds = [...new Set(scenario.faults.map(({ kind }) => kind))].sort();
    for (const [i, kind] of kinds.entries()) {
      this.thisRun.add(`fault ${kind}`);
      for (const other of kinds.slice(i + 1)) {
        this.thisRun.add(`faults ${kind} and ${other}`);
      }
    }
    this.thisRun.add(`router ${plan.router.kind} ${outcome}`);
    for (const place of this.thisRun) {
      this.counts.set(place, (this.counts.get(place) ?? 0) + 1);
    }
    this.thisRun.clear();
    this.states.clear();
    this.first = null;
  }

  /** Runs for each place and combination. */
  report(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** What has to be drawn, and was not. */
  missing(): readonly string[] {
    return [...machinePlaces(), ...REQUIRED].filter((place) => !this.counts.has(place));
  }

  /** A second cutover begins: in which state is the first? */
  private began(execution: string): void {
    this.first ??= execution;
    if (!this.states.has(execution) && execution !== this.first) {
      this.thisRun.add(`second cutover while the first is in ${this.states.get(this.first)}`);
    }
  }
}

/** Every state and every branch of both machines, without what only the order of calls can reach. */
function machinePlaces(): readonly string[] {
  const places = [...deployedMachines()].flatMap(([arn, { States }]) =>
    Object.entries(States).flatMap(([name, state]) => {
      const here = `${arn === FORWARD_ARN ? 'cutover' : 'revert'}.${name}`;
      const branches =
        state.Type === 'Task'
          ? state.Catch.map((_, i) => `Catch[${i}]`)
          : state.Type === 'Choice'
            ? [...state.Choices.map((_, i) => `Choices[${i}]`), 'Default']
            : [];
      return [`state ${here}`, ...branches.map((branch) => `branch ${here} ${branch}`)];
    }),
  );
  return places.filter((place) => !UNREACHED.has(place));
}

/** The paths of the fields that a plan has, without those of lists' elements' positions. */
export function fieldsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) {
    return value.length === 0 ? [] : value.flatMap((one) => fieldsOf(one, `${path}[]`));
  }
  if (typeof value !== 'object' || value === null) {
    return value === undefined ? [] : [path];
  }
  return Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : fieldsOf(one, path === '' ? name : `${path}.${name}`),
  );
}
