/** Interval of the checks while cached answers expire: an operator's command takes effect within it. */
export const LEAD_CHECK_SECONDS = 3_600;
/** The same after the lead, while an operator has paused the cutover. */
const PAUSED_CHECK_SECONDS = 300;

/**
 * Seconds until the next check of the records; 0 when the cutover may go on.
 * @param secondsLeft of the lead, the time between lowering the TTL and the first shift
 */
export function nextLeadCheck(secondsLeft: number, paused: boolean): number {
  const left = Math.ceil(secondsLeft);
  return left > 0 ? Math.min(left, LEAD_CHECK_SECONDS) : paused ? PAUSED_CHECK_SECONDS : 0;
}
