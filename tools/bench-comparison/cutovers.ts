import { addPaths, beginEvidence } from '../../lambdas/core/comparison/evidence';
import { DrawnPaths, type Service, timeOf } from './draws';
import {
  type BothPaths,
  COMPARE,
  cutoverRule,
  fixedSizeVerdict,
  type Judged,
  type Rule,
  STAGES,
} from './rules';

const SOAK_MINUTES = 480;
/** How long a plan waits by default after the end of a soak for what is not known. */
const PATIENCE_MINUTES = 15;
const HOLD_MINUTES = 4_320;

/** How a rule ended a cutover whose plan accepts what stays unknown. */
export interface CutoverEnd {
  /** The percent at which it was reverted as worse; null when it was not. */
  readonly failedAt: number | null;
  /** Soaks below 100 % that came to their end, and those of them that passed. */
  readonly soaks: number;
  readonly passed: number;
}

/**
 * A whole cutover as each rule ends it: soaks of eight hours at 10 and at 50 %, and a hold of three days. All
 * rules see the same draws.
 */
export function endsOfCutover(rules: readonly Rule[], service: Service, seed: number): readonly CutoverEnd[] {
  const paths = new DrawnPaths(service, seed);
  const days = Array.from({ length: 168 }, (_, i) => paths.hourBefore(i - 168));
  const ends = rules.map((): { -readonly [K in keyof CutoverEnd]: CutoverEnd[K] } => ({
    failedAt: null,
    soaks: 0,
    passed: 0,
  }));
  let lastHour: BothPaths[] = [];
  let minute = 0;
  for (const { percent } of STAGES) {
    const isHold = percent === 100;
    const length = isHold ? HOLD_MINUTES : SOAK_MINUTES + PATIENCE_MINUTES;
    const judges = rules.map((rule) => rule.begin({ percent, from: timeOf(minute), lastHour, days }));
    const known = rules.map((): Judged => 'inconclusive');
    const drawn: BothPaths[] = [];
    for (let at = 1; at <= length; at += 1, minute += 1) {
      const both = paths.minute(minute, percent);
      drawn.push(both);
      for (const [i, rule] of rules.entries()) {
        const isOver = known[i] === 'fail' || (known[i] === 'pass' && at > SOAK_MINUTES && !isHold);
        if (ends[i]?.failedAt === null && !isOver) {
          judges[i]?.add(both);
          if (at % rule.everyMinutes === 0) {
            known[i] = judges[i]?.look() ?? 'inconclusive';
          }
        }
      }
    }
    lastHour = drawn.slice(-60);
    for (const [i, end] of ends.entries()) {
      if (end.failedAt !== null) {
        continue;
      }
      if (known[i] === 'fail') {
        end.failedAt = percent;
      } else if (!isHold) {
        end.soaks += 1;
        end.passed += known[i] === 'pass' ? 1 : 0;
      }
    }
  }
  return ends;
}

/** Minutes until it was known, of each draw; null for those that never were. */
export interface TimesToKnow {
  readonly cutover: readonly (number | null)[];
  /** The minute from which a test of fixed size finds it in so many draws of 100; null when it never does. */
  readonly fixedSize: Readonly<Record<80 | 95, number | null>>;
}

const LOOK_MINUTES = 5;

/** How long it takes at one percent until a service is known to be as it is. */
export function timesToKnow(
  { service, percent, wanted }: { service: Service; percent: number; wanted: Judged },
  draws: { readonly count: number; readonly seed: number; readonly minutes: number },
): TimesToKnow {
  const looks = Math.floor(draws.minutes / LOOK_MINUTES);
  const fixed = new Array<number>(looks).fill(0);
  const cutover = Array.from({ length: draws.count }, (_, draw) => {
    const paths = new DrawnPaths(service, draws.seed + draw);
    const judge = cutoverRule.begin({ percent, from: timeOf(0), lastHour: [], days: [] });
    let evidence = beginEvidence(timeOf(0));
    let known: number | null = null;
    for (let minute = 0; minute < looks * LOOK_MINUTES; minute += 1) {
      const both = paths.minute(minute, percent);
      judge.add(both);
      evidence = addPaths(evidence, COMPARE, { old: [both.old], new: [both.new] }, timeOf(minute + 1));
      if ((minute + 1) % LOOK_MINUTES === 0) {
        const look = (minute + 1) / LOOK_MINUTES - 1;
        fixed[look] = (fixed[look] ?? 0) + (fixedSizeVerdict(evidence) === wanted ? 1 : 0);
        known ??= judge.look() === wanted ? minute + 1 : null;
      }
    }
    return known;
  });
  const reaches = (share: number) => {
    const look = fixed.findIndex((found) => found >= (share / 100) * draws.count);
    return look < 0 ? null : (look + 1) * LOOK_MINUTES;
  };
  return { cutover, fixedSize: { 80: reaches(80), 95: reaches(95) } };
}
