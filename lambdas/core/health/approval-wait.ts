/** A reminder comes this part of the time-out before its end, and at most this long before it. */
const REMINDER_PART = 1 / 4;
const REMINDER_SECONDS = 3_600;

/** How long an approval may still take. */
interface ApprovalWait {
  /** Seconds until the cutover reverts; 0 or less: the time is over. */
  readonly left: number;
  /** Whether the time is nearly over, so that people are reminded. */
  readonly isReminded: boolean;
  /** Whole seconds to the reminder; after it, to the end. */
  readonly nextSeconds: number;
}

/** @param waited seconds since only the approval is missing */
export function approvalWait(timeoutSeconds: number, waited: number): ApprovalWait {
  const left = timeoutSeconds - waited;
  const untilReminder = left - Math.min(timeoutSeconds * REMINDER_PART, REMINDER_SECONDS);
  const isReminded = untilReminder <= 0;
  return { left, isReminded, nextSeconds: Math.ceil(isReminded ? left : untilReminder) };
}
