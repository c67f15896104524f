import { type Finding, stopFinding, stops } from './finding';

/** How the waits of a preflight end. */
export interface Waiting {
  /** The findings; one that was waited for long enough stops. */
  readonly findings: readonly Finding[];
  readonly verdict: 'pass' | 'fail' | 'wait';
  /** Seconds until the next preflight, when the verdict is `wait`; otherwise 0. */
  readonly waitSeconds: number;
}

/** The shortest time between two preflights of a wait. */
const SHORTEST_INTERVAL_SECONDS = 15;
/**
 * The most preflights of one wait. Each adds history events, which the headroom of an estimate covers:
 * `MAX_HISTORY_EVENTS` is 5,000 below the limit of an execution.
 */
const MOST_PREFLIGHTS = 100;

/**
 * Whether to wait for findings that can pass by themselves. Where another one stops, nothing is waited for.
 * @param waitedSeconds since the first preflight that waited; 0 at the first
 */
export function waitFor(found: readonly Finding[], waitedSeconds: number): Waiting {
  const findings = found.map((one) => endedWait(one, waitedSeconds));
  const longest = Math.max(0, ...findings.map(({ waitSeconds = 0 }) => waitSeconds));
  if (findings.some(stops)) {
    return { findings, verdict: 'fail', waitSeconds: 0 };
  }
  if (longest === 0) {
    return { findings, verdict: 'pass', waitSeconds: 0 };
  }
  const interval = Math.max(SHORTEST_INTERVAL_SECONDS, Math.ceil(longest / MOST_PREFLIGHTS));
  return { findings, verdict: 'wait', waitSeconds: Math.min(interval, Math.ceil(longest - waitedSeconds)) };
}

function endedWait(one: Finding, waitedSeconds: number): Finding {
  const { check, reason, remedy, waitSeconds } = one;
  return waitSeconds === undefined || waitedSeconds < waitSeconds
    ? one
    : stopFinding(check, `${reason}, after a wait of ${waitSeconds} s`, remedy);
}
