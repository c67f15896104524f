/** Between two looks while old answers run out: an operator's word is heard within this. */
export const LEAD_CHECK_SECONDS = 3_600;
/** While an operator has paused what comes after the lead. */
const PAUSED_CHECK_SECONDS = 300;

/** Seconds until the next look, for so many seconds of the lead that are still to come; 0 when it is over. */
export function nextLeadCheck(secondsLeft: number, paused: boolean): number {
  const left = Math.ceil(secondsLeft);
  return left > 0 ? Math.min(left, LEAD_CHECK_SECONDS) : paused ? PAUSED_CHECK_SECONDS : 0;
}
