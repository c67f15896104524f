import type { ProbedMinute, ProbeRound } from '../../../core/health/probe-state';
import type { SmokeCheck, SmokeTest } from '../../../core/plan/smoke-test';
import type { NewRecord } from '../../../core/routers/route53/new-record';
import { baseUrlChecks, type ProductionNameTest } from '../../../core/smoke-test/production-name';
import { LONGEST_ROUND_SECONDS, repeatedChecks } from '../../../core/smoke-test/repeated-checks';
import { checkLabel } from '../../../core/smoke-test/smoke-check';
import type { CheckRun } from '../../../core/smoke-test/smoke-report';
import type { Clock, HttpProbe } from '../../../ports';
import { type CheckPorts, type PlacedCheck, runPlacedChecks } from '../run-checks';
import { checksOfTargets } from './placed-checks';

const MINUTE_MS = 60_000;

/** Where the probes of a plan are sent. */
export interface ProbedPath {
  readonly smokeTest: SmokeTest;
  /** Where the new records lead; null for other routers. */
  readonly newRecord: NewRecord | null;
  readonly productionNameTest: ProductionNameTest;
}

/** A check at one place. */
interface Probe extends PlacedCheck {
  readonly id: string;
  readonly name: string;
  /** Whether it may be left out where nobody can be asked from here, as in the smoke test. */
  readonly ifReachable: boolean;
}

/**
 * Sends every repeated check once, to the same places as the smoke test. A check is not retried: the next
 * round is the next try.
 */
export async function probeRound(ports: CheckPorts, path: ProbedPath): Promise<ProbeRound> {
  const { smokeTest } = path;
  const { clock, secrets } = ports;
  const at = new Date(clock.now()).toISOString();
  const { probe, minutes } = countingProbe(ports.probe, clock);
  const probes = probesOf(path);
  const { concurrency, deadlineSeconds } = smokeTest;
  const limits = { concurrency, deadlineSeconds: Math.min(deadlineSeconds, LONGEST_ROUND_SECONDS) };
  const runs = await runPlacedChecks({ probe, clock, secrets }, limits, probes);
  const results = probes.map((one, i) => ({ ...one, run: runs[i] as CheckRun }));
  const unknown = results.filter(({ run }) => run.unsent || run.unreachable);
  return {
    at,
    failed: results
      .filter((one) => one.run.verdict === 'fail' && !unknown.includes(one))
      .map(({ id, name, run }) => ({ id, check: name, reason: run.reason })),
    unknown: unknown.map(({ id }) => id),
    unsent: unknown.find(({ run, ifReachable }) => run.unsent || !ifReachable)?.run.reason ?? null,
    minutes: minutes(),
  };
}

function probesOf({ smokeTest, newRecord, productionNameTest }: ProbedPath): readonly Probe[] {
  const checks = repeatedChecks(smokeTest).map((check): SmokeCheck => ({ ...check, retries: 0 }));
  const repeated = { ...smokeTest, checks };
  const atTargets = productionNameTest === 'waived' ? [] : checksOfTargets(repeated, newRecord);
  return [
    ...baseUrlChecks(repeated).map((check, i) => ({
      id: `${i}`,
      name: checkLabel(check),
      ifReachable: false,
      place: smokeTest,
      check,
    })),
    ...atTargets.flatMap(({ target: { host, type }, checks: placed }) =>
      placed.map(({ place, check }, i) => ({
        id: `${i} ${type} ${host}`,
        name: `${checkLabel(check)} of ${new URL(place.baseUrl).hostname} at ${host} (${type})`,
        ifReachable: productionNameTest === 'if-reachable',
        place,
        check,
      })),
    ),
  ];
}

/** Requests of a minute, while they are counted. */
interface CountedMinute {
  readonly at: number;
  requests: number;
  errors: number;
  sentBefore?: number;
}

/**
 * Counts what is sent, by minute, so that it can be taken off what is measured. The path may count a request
 * in the minute in which it was sent or in that of its answer: it is taken off both, so that none is left
 * that looks like a user's. A sum over both minutes takes it off once, also where the clock was set back
 * between the two.
 */
function countingProbe(
  probe: HttpProbe,
  clock: Clock,
): { readonly probe: HttpProbe; readonly minutes: () => readonly ProbedMinute[] } {
  const counted = new Map<number, CountedMinute>();
  const minuteNow = () => {
    const at = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
    const minute: CountedMinute = counted.get(at) ?? { at, requests: 0, errors: 0 };
    counted.set(at, minute);
    return minute;
  };
  return {
    probe: {
      send: async (request) => {
        const began = minuteNow();
        // One without an answer may have been served.
        began.requests += 1;
        const answer = await probe.send(request);
        const ended = minuteNow();
        if (ended !== began) {
          ended.requests += 1;
          const later = ended.at > began.at ? ended : began;
          later.sentBefore = (later.sentBefore ?? 0) + 1;
        }
        ended.errors += 'status' in answer && answer.status >= 500 ? 1 : 0;
        return answer;
      },
    },
    minutes: () => [...counted.values()],
  };
}
