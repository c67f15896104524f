import type { Gate } from '../../../../lambdas/core/gates/gate';
import { SKEW_MS } from '../../reference/bounds';
import {
  firstGateFinding,
  type GateFinding,
  gateFinding,
  lastingOf,
  mustAsk,
  type Said,
  type SaidVerdict,
  type SoakWithGates,
  saidAfter,
  worstOf,
} from '../../reference/gates';

/** What a function of a gate was asked, and what it returned. Times are epoch milliseconds. */
export interface GateRun {
  readonly key: string;
  readonly askedAt: number;
  /** Null as long as nothing has come. */
  verdict: SaidVerdict | null;
}

/** One round of questions whose answers the machine got. */
export interface Round {
  readonly startedAt: number;
  /** When the machine got them. */
  readonly endedAt: number;
  readonly runs: readonly GateRun[];
  /** Whether calls may have failed meanwhile, so that an answer may have been lost. */
  readonly mayHaveFailed: boolean;
}

/** For how long gates have not been known, at least (`certain`) and at most (`possible`). */
export interface Lasting {
  /** Errors in a row. */
  readonly errors: { readonly certain: number; readonly possible: number };
  /** Since when one is inconclusive, in epoch milliseconds; null: none is. */
  readonly doubtSince: { readonly certain: number | null; readonly possible: number | null };
}

/** A plan may ask the same function at several times. */
export function gateKeyOf({ name, at }: Pick<Gate, 'name' | 'at'>): string {
  return `${name} at ${at}`;
}

/**
 * The last answers of the gates of a soak, or of those before traffic, as far as the machine knows them: one
 * or more for each gate, because an answer may have been lost.
 */
export class GateAnswers {
  private readonly said = new Map<string, readonly (Said | null)[]>();

  /** @param isClockOff whether the clock of the function that asks may be far off */
  constructor(private readonly isClockOff: boolean) {}

  of(gate: Gate): readonly (Said | null)[] {
    return this.said.get(gateKeyOf(gate)) ?? [null];
  }

  /** Takes the answers of a round into account. */
  add(gate: Gate, { startedAt, endedAt, runs, mayHaveFailed }: Round): void {
    const mine = runs.filter(({ key }) => key === gateKeyOf(gate));
    const before = this.of(gate);
    const answered = mine.flatMap(({ verdict, askedAt }) => [
      { verdict: verdict ?? ('silence' as const), askedAt },
      ...(mayHaveFailed ? [{ verdict: 'silence' as const, askedAt }] : []),
    ]);
    // A question that did not reach the function is one that was not answered.
    const unasked =
      mine.length === 0 && mayHaveFailed ? [{ verdict: 'silence' as const, askedAt: startedAt }] : [];
    const after = [...answered, ...unasked].flatMap(({ verdict, askedAt }) =>
      before.map((one) => saidAfter(one, verdict, { askedAt, answeredBy: endedAt })),
    );
    const kept = mine.length === 0 ? before : [];
    this.said.set(gateKeyOf(gate), extremesOf([...kept, ...after]));
  }

  /** What the gates may come to together before traffic. */
  beforeTraffic(gates: readonly Gate[], now: number): readonly (readonly GateFinding[])[] {
    return gates.map((gate) => [
      ...new Set(
        this.times(now).flatMap((at) => this.of(gate).map((one) => firstGateFinding(gate, one, at))),
      ),
    ]);
  }

  /** The worst that the gates may come to in a soak: more than one, where a clock is a little off. */
  inSoak(gates: readonly Gate[], soak: SoakWithGates): readonly GateFinding[] {
    const each = gates.map((gate) =>
      this.times(soak.now).flatMap((now) =>
        [-SKEW_MS, 0, SKEW_MS].flatMap((off) =>
          this.of(gate).map((said) =>
            gateFinding(gate, said, { ...soak, now, effectiveAt: soak.effectiveAt + off }),
          ),
        ),
      ),
    );
    const open = this.isClockOff && gates.length > 0 ? each.map((one) => asMisled(one)) : each;
    return open.reduce<readonly GateFinding[]>(
      (found, one) => [...new Set(found.flatMap((worst) => one.map((next) => worstOf([worst, next]))))],
      ['pass'],
    );
  }

  /** For how long these gates have not been known. */
  lasting(gates: readonly Gate[]): Lasting {
    const each = gates.map((gate) => this.of(gate).map(lastingOf));
    const doubts = each.map((one) => one.flatMap(({ doubt }) => doubt ?? []));
    const certain = doubts.filter((one, i) => one.length === each[i]?.length);
    return {
      errors: {
        certain: Math.max(0, ...each.map((one) => Math.min(...one.map(({ errors }) => errors)))),
        possible: Math.max(0, ...each.flatMap((one) => one.map(({ errors }) => errors))),
      },
      doubtSince: {
        certain: this.isClockOff
          ? null
          : earliest(certain.map((one) => Math.max(...one.map(({ last }) => last)))),
        possible: this.isClockOff ? 0 : earliest(doubts.flat().map(({ first }) => first)),
      },
    };
  }

  /** Whether a gate has to be asked, whatever of its answers the machine has. */
  mustAsk(gate: Gate, soak: Omit<SoakWithGates, 'isDeploying'>): boolean {
    const certain = { ...soak, now: soak.now - 2 * SKEW_MS, effectiveAt: soak.effectiveAt - SKEW_MS };
    return !this.isClockOff && this.of(gate).every((said) => mustAsk(gate, said, certain));
  }

  private times(now: number): readonly number[] {
    return [now - SKEW_MS, now, now + SKEW_MS];
  }
}

/** A clock that is far off makes an answer older or younger than it is. */
function asMisled(findings: readonly GateFinding[]): readonly GateFinding[] {
  const isOpen = findings.some((one) => one !== 'fail');
  return isOpen
    ? [...new Set<GateFinding>([...findings, 'error', 'inconclusive', 'pending', 'pass'])]
    : findings;
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

/** How answers of one verdict differ. Each of it matters by whether it is early or late. */
const MEASURES: readonly ((one: Said) => number)[] = [
  ({ since }) => since,
  ({ askedAt }) => askedAt,
  ({ errors }) => errors,
  ({ doubt }) => doubt?.first ?? Number.POSITIVE_INFINITY,
  ({ doubt }) => doubt?.last ?? Number.NEGATIVE_INFINITY,
];

/** Of answers that may all have been the last one, those between which all others lie, for each verdict. */
function extremesOf(all: readonly (Said | null)[]): readonly (Said | null)[] {
  const answers = all.flatMap((one) => one ?? []);
  const kept = [...new Set(answers.map(({ verdict }) => verdict))].flatMap((verdict) => {
    const same = answers.filter((one) => one.verdict === verdict);
    const ordered = MEASURES.map((measure) => same.toSorted((a, b) => measure(a) - measure(b)));
    return [...new Set(ordered.flatMap((one) => [one.at(0) as Said, one.at(-1) as Said]))];
  });
  return all.includes(null) ? [null, ...kept] : kept;
}
