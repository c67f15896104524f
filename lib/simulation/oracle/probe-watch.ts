import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { ProbeFailure, ProbeRequest, ProbeResponse } from '../../../lambdas/ports';
import type { World } from '../../rehearsal/world/world';
import { SKEW_MS } from '../reference/bounds';
import { type ProbeRun, paceProblem } from '../reference/probe-pace';
import type { ProbeFacts } from '../reference/verdicts';
import type { Violations } from '../violations';
import type { Answered, InvocationListener } from './invocations';
import { SentRequests } from './sent-times';

/** What a run of the probes is given, and answers. */
interface Probed {
  readonly soakState: SoakState;
  readonly waitSeconds: number;
}

/** A request of a probe. Times are epoch milliseconds. */
interface Sent {
  /** The same for the same check at the same place. */
  readonly place: string;
  readonly at: number;
  readonly result: 'passed' | 'failed' | 'unreachable';
  /** Whether it was answered with a status of 500 or above. */
  readonly isError: boolean;
}

/** What the answers that the machine got say of the probes of a soak. */
interface ProbedSoak {
  /** How often in a row each check has failed, and when it was sent last. */
  readonly places: Map<string, { failures: number; at: number }>;
  readonly reported: SentRequests;
}

/** Requests of users, at least and at most. */
export interface Users {
  readonly least: number;
  readonly most: number;
}

/** How far the minutes of the probes may be off: two clocks, and the latency of a request. */
const MARGIN_MS = SKEW_MS + 6_000;
/** Evaluations without probes between them: one may be run again, or of a second cutover. */
const MOST_UNPROBED = 3;
/** Services that have secrets. */
const SECRETS = ['secretsmanager', 'ssm'];
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Follows the requests of the probes as the paths see them, and what of it was reported to the machine. */
export class ProbeWatch {
  private readonly sent = new SentRequests();
  private readonly byInvocation = new Map<number, Sent[]>();
  /** By invocation: when a secret could not be read, so that a probe was not sent. Epoch milliseconds. */
  private readonly unsentAt = new Map<number, number[]>();
  private readonly soaks = new Map<string, ProbedSoak>();
  /** Evaluations that waited since the last run of the probes. */
  private waitsUnprobed = 0;

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
    private readonly violations: Violations,
  ) {
    const { probe, calls } = world;
    const { send } = probe;
    calls.onFailure(({ service, invocation }) => {
      if (SECRETS.includes(service)) {
        this.unsentAt.get(invocation)?.push(world.clock.now());
      }
    });
    probe.send = async (request, invocation) => {
      const sent = this.byInvocation.get(invocation);
      const at = world.clock.now();
      const answer = await send(request, invocation);
      const isError = 'status' in answer && answer.status >= 500;
      if (sent !== undefined) {
        const one = { place: placeOf(request), at, result: this.resultOf(answer), isError };
        sent.push(one);
        this.sent.add(one);
      }
      return answer;
    };
  }

  /** A run of the probes begins. What a run has sent counts once the machine has its answer. */
  readonly invoked: InvocationListener = (task, payload, invocation) => {
    if (task === 'EvaluateHealth') {
      return ({ output }) => this.evaluated((output as { readonly move: string }).move);
    }
    if (task !== 'ProbeNewPath') {
      return null;
    }
    this.waitsUnprobed = 0;
    const sent: Sent[] = [];
    const startedAt = this.world.clock.now();
    const unsentAt: number[] = [];
    this.byInvocation.set(invocation, sent);
    this.unsentAt.set(invocation, unsentAt);
    const { soakState } = payload as Probed;
    return ({ output }: Answered) => {
      this.report(this.of(soakState), [...sent]);
      const sentAt = [...sent.map(({ at }) => at), ...unsentAt].sort((a, b) => a - b);
      this.checkPace(soakState, { startedAt, sentAt, waitSeconds: (output as Probed).waitSeconds });
    };
  };

  /** A soak that waits has its probes sent before its next evaluation. */
  private evaluated(move: string): void {
    const isProbed = this.plan.smokeTest.everySeconds !== undefined;
    this.waitsUnprobed += isProbed && move === 'wait' ? 1 : 0;
    const detail = `${this.waitsUnprobed} evaluations have waited, and no probes were sent between them`;
    this.violations.require(this.waitsUnprobed <= MOST_UNPROBED, 'probes-as-often-as-planned', detail);
  }

  /** What the probes of a soak say of the path; null for a plan without probes. */
  facts(soakState: SoakState): readonly ProbeFacts[] {
    const { everySeconds, failuresInARow } = this.plan.smokeTest;
    if (everySeconds === undefined) {
      return ['fine'];
    }
    const places = [...this.of(soakState).places.values()];
    const worst = Math.max(0, ...places.map(({ failures }) => failures));
    if (worst > 0) {
      return [worst >= failuresInARow ? 'failed' : 'failing'];
    }
    const effectiveAt = Date.parse(soakState.effectiveAt);
    const last = Math.min(Number.POSITIVE_INFINITY, ...places.map(({ at }) => at));
    const isOff = this.isClockOff();
    if (places.length === 0 || (last < effectiveAt - SKEW_MS && !isOff)) {
      return ['none'];
    }
    return last >= effectiveAt + SKEW_MS && !isOff ? ['fine'] : ['fine', 'none'];
  }

  /**
   * The requests of users on the monitored path that CloudWatch can have at `to`: what it has counted,
   * without those of the probes.
   * @param counted of all requests, from `from` (epoch milliseconds) until `to`
   */
  users(soakState: SoakState, counted: number, from: number, to: number): Users {
    // The machine knows the minutes of an hour, and sums of whole hours before that.
    const margin = to - from > HOUR_MS ? HOUR_MS + MARGIN_MS : MARGIN_MS;
    const delayMs = 1_000 * this.world.scenario.world.alarms.delaySeconds + MINUTE_MS;
    const { reported } = this.of(soakState);
    return {
      least: Math.max(0, counted - this.sent.all.within(from - margin, to + margin)),
      most: Math.max(0, counted - reported.all.within(from + margin, to - margin - delayMs)),
    };
  }

  /**
   * Minutes of the monitored path, without the requests of the probes.
   * @param how `most`: without all that may have been counted in each minute; `least`: only without those of
   * which the machine knows that they were
   */
  without<Minute extends { readonly at: number; readonly requests: number; readonly failed: number }>(
    minutes: readonly Minute[],
    soakState: SoakState,
    how: 'most' | 'least',
  ): Minute[] {
    const margin = how === 'most' ? MARGIN_MS : -MARGIN_MS;
    const { all, errors } = how === 'most' ? this.sent : this.of(soakState).reported;
    return minutes
      .map((minute) => {
        const [from, to] = [minute.at - margin, minute.at + MINUTE_MS + margin];
        const requests = Math.max(0, minute.requests - all.within(from, to));
        const failed = Math.max(0, minute.failed - errors.within(from, to));
        return { ...minute, requests, failed: Math.min(requests, failed) };
      })
      .filter(({ requests }) => requests > 0);
  }

  private checkPace(
    soakState: SoakState,
    sent: Pick<ProbeRun, 'startedAt' | 'sentAt' | 'waitSeconds'>,
  ): void {
    const hasFailed = this.facts(soakState).includes('failed');
    const run = { ...sent, phase: soakState.phase, hasFailed, endedAt: this.world.clock.now() };
    const problem = this.isClockOff() ? null : paceProblem(this.plan, run);
    this.violations.require(problem === null, 'probes-as-often-as-planned', `${problem}`);
  }

  private isClockOff(): boolean {
    return this.world.scenario.faults.some(
      (fault) => fault.kind === 'clock-off' && fault.task === 'ProbeNewPath',
    );
  }

  private report({ places, reported }: ProbedSoak, sent: readonly Sent[]): void {
    for (const one of sent) {
      const { place, at, result } = one;
      reported.add(one);
      const failures = places.get(place)?.failures ?? 0;
      const now = { failed: failures + 1, passed: 0, unreachable: failures };
      places.set(place, { failures: now[result], at });
    }
  }

  private of({ stage, startedAt }: SoakState): ProbedSoak {
    const key = `${stage} ${startedAt}`;
    const known = this.soaks.get(key) ?? { places: new Map(), reported: new SentRequests() };
    this.soaks.set(key, known);
    return known;
  }

  /** All checks of drawn plans are alike. */
  private resultOf(answer: ProbeResponse | ProbeFailure): Sent['result'] {
    const [check] = this.plan.smokeTest.checks;
    if ('failure' in answer) {
      return answer.unreachable === true ? 'unreachable' : 'failed';
    }
    const isLate = answer.latencyMs > (check?.maxLatencyMs ?? Number.POSITIVE_INFINITY);
    return isLate || check?.expectStatus.includes(answer.status) !== true ? 'failed' : 'passed';
  }
}

function placeOf({ method, url, connectTo, family }: ProbeRequest): string {
  return [method, url, connectTo, family].join(' ');
}
