import { stringify } from 'yaml';
import type { Coverage } from '../../lib/simulation/coverage';
import { describeViolation } from '../../lib/simulation/invariants';
import type { Counterexample } from '../../lib/simulation/simulate';
import type { Options } from './options';

/** A case that violates an invariant, and the seed of its worker. */
export interface Found {
  readonly seed: number;
  readonly counterexample: Counterexample;
}

/** A counterexample as text. */
export function describeFound({ seed, counterexample }: Found, { mutant, shrink }: Options): string {
  const { found, violations, runs, path } = counterexample;
  const planted = mutant === undefined ? '' : ` --mutant "${mutant}"`;
  const which = shrink ? 'smallest' : 'first';
  return [
    `Violated after ${runs} ${runs === 1 ? 'run' : 'runs'}; the ${which} case that does:`,
    ...violations.map((violation) => `  ${describeViolation(violation)}`),
    '',
    stringify(found).trimEnd(),
    '',
    `Run it again: npm run simulate -- --seed ${seed} --path ${path}${planted}`,
    '',
  ].join('\n');
}

/** What was drawn, as text: a line for each kind of place, and what is missing. */
export function describeCoverage(coverage: Coverage): string {
  const places = Object.entries(coverage.report());
  const kinds = [...new Set(places.map(([place]) => place.split(' ')[0] as string))];
  const lines = kinds.map((kind) => {
    const counts = places.filter(([place]) => place.startsWith(`${kind} `)).map(([, count]) => count);
    return `  ${kind}: ${counts.length} drawn, the rarest in ${Math.min(...counts)} runs`;
  });
  const missing = coverage.missing();
  const end =
    missing.length === 0
      ? ['  Everything that is required was drawn.']
      : [`  Never drawn, and required (${missing.length}):`, ...missing.map((place) => `    ${place}`)];
  return ['Drawn:', ...lines, ...end, ''].join('\n');
}
