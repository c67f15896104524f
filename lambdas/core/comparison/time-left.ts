import { anytimeZ, shareInterval } from './boundary';

/**
 * How many times the data so far it takes until a bound reaches a limit, if all goes on as it is; 1 when it
 * has. Null when it would take more than `MOST_TIMES`.
 */
const MOST_TIMES = 1_000;

/** For a nearly normal estimate. @param away how far it is from the limit @param tunedFor see `anytimeZ` */
export function timesMoreInformation(
  { information, away }: { readonly information: number; readonly away: number },
  tunedFor: number,
  alpha: number,
): number | null {
  return firstTimes((times) => {
    const more = information * times;
    return anytimeZ(more, tunedFor, alpha) / Math.sqrt(more) < Math.abs(away);
  });
}

/** For a share of minutes, against one half. */
export function timesMoreMinutes(
  { hits, minutes }: { readonly hits: number; readonly minutes: number },
  alpha: number,
): number | null {
  return firstTimes((times) => {
    const { low, high } = shareInterval(hits * times, minutes * times, alpha);
    return low > 0.5 || high < 0.5;
  });
}

/** The least number, to within a thousandth of it, for which the condition holds: it holds for all larger. */
function firstTimes(holds: (times: number) => boolean): number | null {
  if (!holds(MOST_TIMES)) {
    return null;
  }
  let [not, does] = [1, MOST_TIMES];
  if (holds(not)) {
    return 1;
  }
  while (does / not > 1.001) {
    const middle = Math.sqrt(not * does);
    if (holds(middle)) {
      does = middle;
    } else {
      not = middle;
    }
  }
  return does;
}
