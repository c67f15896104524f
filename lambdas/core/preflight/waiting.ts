import { type Finding, stopFinding, stops } from './finding';

/** How the waits of a preflight end. */
export interface Waiting {
  /** The findings; one that was waited for long enough stops. */
  readonly findings: readonly Finding[];
  readonly verdict: 'pass' | 'fail' | 'wait';
  /** Seconds until the next preflight, when the verdict is `wait`; otherwise 0. */
  readonly waitSeconds: number;
  /** For the next preflight, when the verdict is `wait`; otherwise null. */
  readonly waitingSince: WaitingSince | null;
}

/**
 * When the cutover began to wait for a finding, in ISO 8601, by its check. It counts on when the finding has
 * passed and comes back, so that all waits together end.
 */
export type WaitingSince = Readonly<Record<string, string>>;

/** The shortest time between two preflights of a wait. */
const SHORTEST_INTERVAL_SECONDS = 15;
/**
 * The most preflights of one wait. Each adds history events, which the headroom of an estimate covers:
 * `MAX_HISTORY_EVENTS` is 5,000 below the limit of an execution.
 */
const MOST_PREFLIGHTS = 100;

/**
 * Whether to wait for findings that can pass by themselves. Where another one stops, nothing is waited for.
 * @param since of the preflight before; null: none has waited
 * @param now epoch milliseconds
 */
export function waitFor(found: readonly Finding[], since: WaitingSince | null, now: number): Waiting {
  const begun = found.filter(({ severity }) => severity === 'wait').map(({ check }) => check);
  const starts: WaitingSince = {
    ...Object.fromEntries(begun.map((check) => [check, new Date(now).toISOString()])),
    ...since,
  };
  const waited = (check: string) => (now - Date.parse(starts[check] ?? '')) / 1_000;
  const findings = found.map((one) => endedWait(one, waited(one.check)));
  if (findings.some(stops)) {
    return { findings, verdict: 'fail', waitSeconds: 0, waitingSince: null };
  }
  const waits = findings.flatMap(({ check, waitSeconds }) =>
    waitSeconds === undefined ? [] : [{ waitSeconds, left: waitSeconds - waited(check) }],
  );
  if (waits.length === 0) {
    return { findings, verdict: 'pass', waitSeconds: 0, waitingSince: null };
  }
  const longest = Math.max(...waits.map(({ waitSeconds }) => waitSeconds));
  const interval = Math.max(SHORTEST_INTERVAL_SECONDS, Math.ceil(longest / MOST_PREFLIGHTS));
  const left = Math.ceil(Math.max(...waits.map((one) => one.left)));
  return { findings, verdict: 'wait', waitSeconds: Math.min(interval, left), waitingSince: starts };
}

function endedWait(one: Finding, waitedSeconds: number): Finding {
  const { check, reason, remedy, waitSeconds } = one;
  return waitSeconds === undefined || waitedSeconds < waitSeconds
    ? one
    : stopFinding(check, `${reason}, after a wait of ${waitSeconds} s`, remedy);
}
