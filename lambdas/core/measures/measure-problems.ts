import type { Compare } from '../plan/compare';
import { compareOf } from '../plan/compare-of';
import { gainingPath, givingPath } from '../plan/direction';
import { sourceProblem, sourcesOfRouter } from '../routers/route';
import type { Problem } from '../validation/problems';
import { type Measured, pathSources, requestSources } from './measures';
import type { MeasuredRemaining } from './remaining-sources';
import { isPartOf, readSource, sourceList } from './source';

const NAME_IT = 'must name it, because the router does not say where the requests of a path are counted';

/** What is wrong with where a plan measures its paths. */
export function measureProblems(plan: MeasuredRemaining): Problem[] {
  const { router, health } = plan;
  const { minRequests } = health;
  const compare = compareOf(health);
  const gains = gainingPath(plan);
  const fields = [
    { path: 'health.minRequests.loadBalancer', which: gains, named: minRequests?.loadBalancer },
    { path: 'health.minRequests.source', which: gains, named: minRequests?.source },
    { path: 'health.compare.old', which: 'old', named: compare?.old },
    { path: 'health.compare.new', which: 'new', named: compare?.new },
    { path: 'remainingTraffic.source', which: givingPath(plan), named: plan.remainingTraffic.source },
  ] as const;
  return [
    ...missingProblems(plan),
    ...fields.flatMap(({ path, which, named }) => {
      const sources = named === undefined ? [] : sourceList(named);
      return [
        ...sources.flatMap((source): Problem[] => {
          const problem = sourceProblem(router, readSource(source), which);
          return problem === null ? [] : [{ path, message: `is "${source}", ${problem}` }];
        }),
        ...countedTwice(path, sources),
      ];
    }),
    ...(compare === undefined ? [] : comparedProblems(plan, compare)),
    ...otherPathProblems(plan),
    ...remainingProblems(plan),
  ];
}

/** Requests of the other path must not stand for those of the path that gains: they arrive in any case. */
function otherPathProblems(plan: Measured): Problem[] {
  const { minRequests } = plan.health;
  const compare = compareOf(plan.health);
  const gives = givingPath(plan);
  const others = compare?.[gives] === undefined ? [] : sourceList(compare[gives]);
  const field = minRequests?.source === undefined ? 'loadBalancer' : 'source';
  return (minRequests === undefined ? [] : (requestSources(plan) ?? [])).flatMap((source): Problem[] => {
    const other = others.find((one) => isPartOf(one, source) || isPartOf(source, one));
    const counted = `is "${source}", which counts the ${gives} path (health.compare.${gives})`;
    const message = `${counted}; must be what counts the ${gainingPath(plan)} path alone`;
    return other === undefined ? [] : [{ path: `health.minRequests.${field}`, message }];
  });
}

/** Requests of the path that gains must not keep the other one: they, and probes, arrive in any case. */
function remainingProblems(plan: MeasuredRemaining): Problem[] {
  const gains = gainingPath(plan);
  const own = [...(requestSources(plan) ?? []), ...(pathSources(plan)[gains] ?? [])];
  const { source: named = [] } = plan.remainingTraffic;
  return sourceList(named).flatMap((source): Problem[] => {
    const other = own.find((one) => isPartOf(one, source) || isPartOf(source, one));
    const message =
      `is "${source}", which counts the ${gains} path as well (${other}); ` +
      `must be what counts the ${givingPath(plan)} path alone`;
    return other === undefined ? [] : [{ path: 'remainingTraffic.source', message }];
  });
}

function missingProblems({ router, health }: Measured): Problem[] {
  const { minRequests } = health;
  const compare = compareOf(health);
  const problems: Problem[] = [];
  const isKnown = sourcesOfRouter(router) !== null;
  if (
    minRequests !== undefined &&
    minRequests.source !== undefined &&
    minRequests.loadBalancer !== undefined
  ) {
    const message = 'is given together with source; must be only one of them';
    problems.push({ path: 'health.minRequests.loadBalancer', message });
  }
  const isNamed = minRequests?.source !== undefined || minRequests?.loadBalancer !== undefined;
  if (minRequests !== undefined && !isNamed && !isKnown) {
    problems.push({ path: 'health.minRequests.source', message: `is missing; ${NAME_IT}` });
  }
  for (const which of ['old', 'new'] as const) {
    if (compare !== undefined && compare[which] === undefined && !isKnown) {
      problems.push({ path: `health.compare.${which}`, message: `is missing; ${NAME_IT}` });
    }
  }
  return problems;
}

function countedTwice(path: string, sources: readonly string[]): Problem[] {
  return sources.flatMap((source, i): Problem[] => {
    const whole = sources.find((other, at) => at !== i && isPartOf(source, other));
    const twice = `counts "${source}" twice, because "${whole}" counts it as well`;
    const message = `${twice}; must be only one of them`;
    return whole === undefined ? [] : [{ path, message }];
  });
}

/** What cannot be compared, and what would count requests of one path for the other. */
function comparedProblems(plan: Measured, compare: Compare): Problem[] {
  const sources = pathSources(plan);
  const [old, fresh] = [sources.old ?? [], sources.new ?? []];
  const problems: Problem[] = [];
  for (const [path, source] of [
    ...old.map((one) => ['health.compare.old', one] as const),
    ...fresh.map((one) => ['health.compare.new', one] as const),
  ]) {
    const { kind } = readSource(source);
    if (kind === 'net') {
      const message =
        `is "${source}": an NLB counts flows, and neither requests nor errors nor latency; ` +
        'must be what stands behind or before it, or compare must be removed';
      problems.push({ path, message });
    }
    if (kind === 'cloudfront' && compare.measures.includes('latency')) {
      const message =
        `has latency, which CloudFront does not measure for all requests (${source}); ` +
        'must leave it out, or the path be measured at its origins';
      problems.push({ path: 'health.compare.measures', message });
    }
  }
  const shared = fresh.find((one) => old.some((other) => isPartOf(one, other) || isPartOf(other, one)));
  if (shared !== undefined) {
    const both = old.includes(shared)
      ? `is "${shared}", the same as health.compare.old`
      : `is "${shared}", whose requests health.compare.old counts as well, or the other way round`;
    const message = `${both}; must be the source of the new path's metrics`;
    problems.push({ path: 'health.compare.new', message });
  }
  return problems;
}
