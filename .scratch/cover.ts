import fc from 'fast-check';
import { cases } from '../lib/simulation/cases';
import { Coverage } from '../lib/simulation/coverage';
import { checkCase } from '../lib/simulation/simulate';
import { writeFileSync } from 'node:fs';
(async () => {
  const [seed, runs, out] = process.argv.slice(2);
  const coverage = new Coverage();
  for (const one of fc.sample(cases, { seed: Number(seed), numRuns: Number(runs) })) { const r = await checkCase(one, undefined, coverage); if (r.violations.length) console.log(JSON.stringify(r.violations.slice(0,2))); }
  writeFileSync(out!, JSON.stringify(coverage.report(), null, 1));
  console.log(coverage.missing());
})();
