import { probit, wilcoxonRankSum } from 'simple-statistics';
import * as v from 'valibot';
import { alphasOf } from '../../lambdas/core/comparison/alphas';
import { compared } from '../../lambdas/core/comparison/comparison';
import { type ErrorDifference, errorDifference } from '../../lambdas/core/comparison/error-evidence';
import { addAlone, addPaths, beginEvidence, type Evidence } from '../../lambdas/core/comparison/evidence';
import { recentPath } from '../../lambdas/core/comparison/recent';
import { hourReferences } from '../../lambdas/core/comparison/reference';
import { aboveByMoreThan } from '../../lambdas/core/health/significance';
import { compareSchema } from '../../lambdas/core/plan/compare';
import type { PathMinute } from '../../lambdas/core/shared/readings';

export type Judged = 'pass' | 'fail' | 'inconclusive';

/** A minute of both paths. */
export interface BothPaths {
  readonly old: PathMinute;
  readonly new: PathMinute;
}

/** What a rule is given of a stage before its first minute. */
export interface StageBefore {
  readonly percent: number;
  /** Epoch milliseconds. */
  readonly from: number;
  /** The minutes of the hour before the stage. */
  readonly lastHour: readonly BothPaths[];
  /** The hours of the old path in the seven days before the cutover. */
  readonly days: readonly PathMinute[];
}

/** A rule, as it judges one stage: it is given each minute, and asked at times. */
export interface StageJudge {
  add(minute: BothPaths): void;
  look(): Judged;
}

/** A rule that compares the error rates of both paths. */
export interface Rule {
  readonly name: string;
  /** Minutes from one look to the next. */
  readonly everyMinutes: number;
  begin(stage: StageBefore): StageJudge;
}

const MINUTE_MS = 60_000;
/** `health.compare` of a plan with nothing but the error rate, and the stages of the cutovers. */
export const COMPARE = v.parse(compareSchema, { measures: ['errorRate'] });
export const LIMIT = COMPARE.maxErrorRateAbovePercent / 100;
export const STAGES = [10, 50, 100].map((percent) => ({ percent, soakSeconds: 28_800 }));
export const ALPHAS = alphasOf({ stages: STAGES as never }, COMPARE);

/** The rule of the workflow. */
export const cutoverRule: Rule = {
  name: 'Cutover',
  everyMinutes: 5,
  begin: ({ percent, from, days, lastHour: before }) => {
    const references = hourReferences(days);
    const recent = recentPath(
      before.map(({ old }) => old),
      from,
    );
    let evidence = beginEvidence(from);
    return {
      add: (minute) => {
        const until = minute.new.at + MINUTE_MS;
        evidence =
          percent === 100
            ? addAlone(evidence, COMPARE, { new: [minute.new], references, recent }, until)
            : addPaths(evidence, COMPARE, { old: [minute.old], new: [minute.new] }, until);
      },
      look: () => compared(COMPARE, evidence, { percent, alphas: ALPHAS })[0]?.verdict ?? 'inconclusive',
    };
  },
};

/** The minutes of the last hour. With all traffic on the new path, the old one's are from before that. */
function lastHour({ percent, lastHour: before }: StageBefore) {
  const minutes: BothPaths[] = [];
  return {
    add: (minute: BothPaths) => {
      minutes.push(minute);
      if (minutes.length > 60) {
        minutes.shift();
      }
    },
    paths: () => ({
      old: (percent === 100 ? before : minutes).map((minute) => minute.old),
      new: minutes.map((minute) => minute.new),
    }),
  };
}

/**
 * The rule before this one: over the last hour, the point estimate passes within the limit; beyond it, a test
 * of fixed size decides at every look.
 */
export const formerRule: Rule = {
  name: 'former rule',
  everyMinutes: 5,
  begin: (stage) => {
    const { add, paths } = lastHour(stage);
    const totalOf = (minutes: readonly PathMinute[]) => ({
      hits: minutes.reduce((sum, { errors }) => sum + errors, 0),
      of: minutes.reduce((sum, { requests }) => sum + requests, 0),
    });
    return {
      add,
      look: () => {
        const [fresh, old] = [totalOf(paths().new), totalOf(paths().old)];
        if (Math.min(fresh.of, old.of) < COMPARE.minRequests) {
          return 'inconclusive';
        }
        if (fresh.hits / fresh.of - old.hits / old.of <= LIMIT) {
          return 'pass';
        }
        return aboveByMoreThan(fresh, old, LIMIT) <= 1 - COMPARE.confidence ? 'fail' : 'inconclusive';
      },
    };
  },
};

/**
 * The test of Kayenta, the canary judge of Spinnaker: Mann-Whitney at 98 %, two-sided, on the error rates of
 * the minutes of the last hour. It knows no limit: it fails what is higher. It is asked every 15 minutes.
 */
export const mannWhitneyRule: Rule = {
  name: 'Mann-Whitney',
  everyMinutes: 15,
  begin: (stage) => {
    const { add, paths } = lastHour(stage);
    const rates = (minutes: readonly PathMinute[]) =>
      minutes.filter(({ requests }) => requests > 0).map(({ errors, requests }) => errors / requests);
    return {
      add,
      look: () => {
        const [fresh, old] = [rates(paths().new), rates(paths().old)];
        const [n, m] = [fresh.length, old.length];
        if (Math.min(n, m) < 30) {
          return 'inconclusive';
        }
        const expected = (n * (n + m + 1)) / 2;
        const deviation = Math.sqrt((n * m * (n + m + 1)) / 12);
        return (wilcoxonRankSum(fresh, old) - expected) / deviation > probit(0.99) ? 'fail' : 'pass';
      },
    };
  },
};

export const RULES = [cutoverRule, formerRule, mannWhitneyRule] as const;

/** What a test of fixed size says, if it looks once, now: with the same estimate, and the same chances. */
export function fixedSizeVerdict(evidence: Evidence): Judged {
  const found: ErrorDifference | null = errorDifference(evidence.errors, LIMIT, ALPHAS);
  if (found === null) {
    return 'inconclusive';
  }
  const { estimate, information } = found;
  const error = 1 / Math.sqrt(information);
  if (estimate - error * probit(1 - ALPHAS.fail) > LIMIT) {
    return 'fail';
  }
  return estimate + error * probit(1 - ALPHAS.pass) < LIMIT ? 'pass' : 'inconclusive';
}
