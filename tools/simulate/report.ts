import { requiredCoverage } from '../../lib/simulation/coverage/required-coverage';
import { requiredHookCoverage } from '../../lib/simulation/hooks/hook-coverage';
import { hookCaseText } from '../../lib/simulation/hooks/saved-hook-case';
import { describeViolation } from '../../lib/simulation/invariants';
import { caseText } from '../../lib/simulation/saved-case';
import type { Options } from './options';
import { DRAWN, type FoundCase, type RunTotals } from './totals';

/** A case that violates an invariant as text. @param file where it was saved */
export function describeFound(one: FoundCase, file: string, { shrink }: Pick<Options, 'shrink'>): string {
  const { found, violations, seed, run } = one;
  return [
    `Violated in run ${run} of seed ${seed}; the ${shrink ? 'smallest' : 'first'} case that does:`,
    ...violations.map((violation) => `  ${describeViolation(violation)}`),
    '',
    foundText(found).trimEnd(),
    '',
    `Run it again: npm run simulate -- --case ${file}`,
    '',
  ].join('\n');
}

/** A case as YAML. */
export function foundText(found: FoundCase['found']): string {
  return 'hook' in found ? hookCaseText(found) : caseText(found);
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
    `Deployment hooks: ${of('hook')}`,
    `Changes by others that a load balancer could not protect: ${windows}`,
    `Processor time: ${(cpuMs / 1_000).toFixed(1)} s, ${perCpuSecond(totals)} runs a second`,
    '',
  ].join('\n');
}

/** What must have been drawn, and was not. */
export function missingIn(
  { counts }: Pick<RunTotals, 'counts'>,
  { only }: Pick<Options, 'only'>,
): readonly string[] {
  const ofCutovers = only === 'hooks' ? [] : requiredCoverage();
  const ofHooks = only === 'cutovers' ? [] : requiredHookCoverage();
  return [...ofCutovers, ...ofHooks].filter((place) => counts[`${DRAWN}${place}`] === undefined);
}

/** How many cases had each state, branch, field, fault, command, router, second cutover or part of hooks. */
export function describeCoverage({ counts }: Pick<RunTotals, 'counts'>, missing: readonly string[]): string {
  const drawn = Object.entries(counts).filter(([name]) => name.startsWith(DRAWN));
  return [
    'Cases by what they were about:',
    ...drawn.map(([name, count]) => `${`${count}`.padStart(7)}  ${name.slice(DRAWN.length)}`),
    missing.length === 0
      ? 'Everything that must be drawn was drawn.'
      : 'Never drawn, although 1,500 cases must have it:',
    ...missing.map((place) => `         ${place}`),
    '',
  ].join('\n');
}

/** Runs a second of processor time. */
export function perCpuSecond({ runs, cpuMs }: Pick<RunTotals, 'runs' | 'cpuMs'>): number {
  return cpuMs === 0 ? 0 : Math.round((1_000 * runs) / cpuMs);
}
