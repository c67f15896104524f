import { shorten } from '../health/verdict';
import type { SmokeCheck, SmokeTest } from '../plan/smoke-test';
import { recordRouteOf } from '../routers/route';
import type { RecordTarget } from '../routers/route53/new-record';
import type { Router } from '../routers/router-schema';
import { plural } from '../shared/plural';
import type { Problem } from '../validation/problems';
import { CHECK_REASON_LENGTH } from './check-reason';
import type { CheckRun, SmokeCheckResult, SmokeTestReport } from './smoke-report';

/**
 * Whether the smoke test asks the production name at the targets of the new record: always, where they can be
 * reached, or not at all.
 */
export type ProductionNameTest = 'required' | 'if-reachable' | 'waived';

/** What applies without a policy. */
export const DEFAULT_PRODUCTION_NAME_TEST: ProductionNameTest = 'if-reachable';

/** A target of the new record, and the runs of the checks there, one for each check. */
export interface TargetRuns {
  readonly target: RecordTarget;
  readonly runs: readonly CheckRun[];
}

/** The checks that are sent to the base URL. */
export function baseUrlChecks({ checks }: Pick<SmokeTest, 'checks'>): readonly SmokeCheck[] {
  return checks.filter((check) => placeOfCheck(check) !== 'production-name');
}

/** The checks that are sent to the production name. */
export function productionNameChecks({ checks }: Pick<SmokeTest, 'checks'>): readonly SmokeCheck[] {
  return checks.filter((check) => placeOfCheck(check) !== 'base-url');
}

/** Where a check is sent. By default only requests that change nothing are sent to both. */
function placeOfCheck({ at, method }: SmokeCheck): NonNullable<SmokeCheck['at']> {
  return at ?? (method === 'GET' || method === 'HEAD' ? 'both' : 'base-url');
}

/** Problems of a smoke test that leaves the base URL or the production name without a check. */
export function checkPlaceProblems(smokeTest: Pick<SmokeTest, 'checks'>, router: Router): Problem[] {
  const problems: Problem[] = [];
  if (baseUrlChecks(smokeTest).length === 0) {
    const message =
      'has no check that is sent to smokeTest.baseUrl; must have one, without at: production-name';
    problems.push({ path: 'smokeTest.checks', message });
  }
  if (recordRouteOf(router) === null) {
    return [
      ...problems,
      ...smokeTest.checks.flatMap(({ at }, i): Problem[] => {
        const message = `is "${at}"; must be left out: only a router of the kind "route53" has new records`;
        return at === undefined ? [] : [{ path: `smokeTest.checks[${i}].at`, message }];
      }),
    ];
  }
  if (productionNameChecks(smokeTest).length === 0) {
    const message =
      'has no check that is sent to the production name; must have one with GET or HEAD, or with at: both';
    problems.push({ path: 'smokeTest.checks', message });
  }
  return problems;
}

/**
 * Adds what the production name answered to the report of the base URL. A target that was not reached,
 * because its address is not allowed or there is no route to it, is named in the reason. It fails the smoke
 * test only where the policy requires an answer.
 * @param name the production name
 */
export function joinProductionName(
  report: SmokeTestReport,
  name: string,
  mode: ProductionNameTest,
  targets: readonly TargetRuns[],
): SmokeTestReport {
  if (mode === 'waived') {
    const waived = `${name} was not asked: the policy waives it (productionNameTest)`;
    return { ...report, reason: shorten(`${report.reason}; ${waived}`) };
  }
  const missed = targets.filter(({ runs }) => runs.every(({ unreachable }) => unreachable));
  const reached = targets.filter((one) => !missed.includes(one));
  const checks = mergedChecks(name, reached);
  const failed = checks.filter(({ verdict }) => verdict === 'fail');
  const refused = mode === 'required' && (missed.length > 0 || reached.length === 0);
  const reasons = [
    ...failed.map(({ reason }) => reason),
    ...(failed.length === 0 && reached.length > 0
      ? [`${name} at ${listOf(reached)}: ${checks.length} of ${checks.length} checks passed`]
      : []),
    ...(targets.length === 0 ? [`${name} was not asked: its record names no address and no host`] : []),
    ...(missed.length === 0 ? [] : [missedText(name, missed)]),
    ...(refused ? ['the policy requires an answer there (productionNameTest)'] : []),
  ];
  const turns = report.verdict === 'pass' && (failed.length > 0 || refused);
  return {
    verdict: failed.length > 0 || refused ? 'fail' : report.verdict,
    reason: shorten(`${report.reason}; ${turns ? 'but ' : ''}${reasons.join('; ')}`),
    checks: [...report.checks, ...checks],
  };
}

/** One result for each check: it passes where it has passed at every target. */
function mergedChecks(name: string, reached: readonly TargetRuns[]): SmokeCheckResult[] {
  return (reached[0]?.runs ?? []).map(({ name: check }, i): SmokeCheckResult => {
    const all = reached.map(({ target, runs }) => ({ target, run: runs[i] as CheckRun }));
    const failed = all.filter(({ run }) => run.verdict === 'fail');
    const [first = all[0] as (typeof all)[number]] = failed;
    const { verdict, reason, attempts } = first.run;
    const at = `${name} at ${first.target.host} (${first.target.type})`;
    const more = failed.length > 1 ? `; fails at ${plural(failed.length, 'target')}` : '';
    const slowest = Math.max(...all.map(({ run }) => run.latencyMs ?? 0));
    return {
      name: `${check} at ${name}`,
      verdict,
      reason: shorten(
        failed.length > 0
          ? `${at}: ${reason} (${plural(attempts, 'attempt')})${more}`
          : `${name} at ${plural(all.length, 'target')}: ${reason}`,
        CHECK_REASON_LENGTH,
      ),
      attempts,
      latencyMs: failed.length > 0 ? first.run.latencyMs : slowest,
    };
  });
}

function missedText(name: string, missed: readonly TargetRuns[]): string {
  const why = [...new Set(missed.flatMap(({ runs }) => runs.slice(0, 1).map(({ reason }) => reason)))].join(
    '; ',
  );
  return `${name} was not asked at ${listOf(missed)}: ${why}`;
}

/** The first hosts with the types of their records, and how many there are beside them. */
function listOf(targets: readonly TargetRuns[]): string {
  const types = new Map<string, string[]>();
  for (const { target } of targets) {
    types.set(target.host, [...(types.get(target.host) ?? []), target.type]);
  }
  const shown = [...types].slice(0, 3).map(([host, of]) => `${host} (${of.join(', ')})`);
  const more = types.size - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
