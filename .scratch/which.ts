import fc from 'fast-check';
import { cases } from '../lib/simulation/cases';
import { violatedBy } from '../lib/simulation/mutants/search';
(async () => {
  const [seed, runs, ...names] = process.argv.slice(2);
  for (const name of names) {
    const count: Record<string, string> = {};
    for (const [i, one] of fc.sample(cases, { seed: Number(seed), numRuns: Number(runs) }).entries()) {
      const v = (await violatedBy(one, name as never)).join(',');
      if (v) count[v] = (count[v] ?? '') + ' ' + i;
    }
    console.log(name, count);
  }
})();
