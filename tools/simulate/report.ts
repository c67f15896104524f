import { describeViolation } from '../../lib/simulation/invariants';
import { caseText } from '../../lib/simulation/saved-case';
import type { Options } from './options';
import type { FoundCase, RunTotals } from './totals';

/** A case that violates an invariant as text. @param file where it was saved */
export function describeFound(one: FoundCase, file: string, { shrink }: Pick<Options, 'shrink'>): string {
  const { found, violations, seed, run } = one;
  return [
    `Violated in run ${run} of seed ${seed}; the ${shrink ? 'smallest' : 'first'} case that does:`,
    ...violations.map((violation) => `  ${describeViolation(violation)}`),
    '',
    caseText(found).trimEnd(),
    '',
    `Run it again: npm run simulate -- --case ${file}`,
    '',
  ].join('\n');
}

/** What the runs were, in a few lines. */
export function describeTotals(totals: RunTotals, { seed }: Pick<Options, 'seed'>): string {
  const { runs, cpuMs, windows, counts, found } = totals;
  const violations = found.length === 0 ? 'no violation' : `${found.length} violated an invariant`;
  const of = (kind: string) =>
    Object.entries(counts)
      .filter(([name]) => name.startsWith(`${kind} `))
      .map(([name, count]) => `${name.slice(kind.length + 1)} ${count}`)
      .join(', ');
  return [
    `${runs} runs, ${violations} (seed ${seed})`,
    `Outcomes: ${of('outcome')}`,
    `Routers: ${of('router')}`,
    `Changes by others that a load balancer could not protect: ${windows}`,
    `Processor time: ${(cpuMs / 1_000).toFixed(1)} s, ${perCpuSecond(totals)} runs a second`,
    '',
  ].join('\n');
}

/** Runs a second of processor time. */
export function perCpuSecond({ runs, cpuMs }: Pick<RunTotals, 'runs' | 'cpuMs'>): number {
  return cpuMs === 0 ? 0 : Math.round((1_000 * runs) / cpuMs);
}
