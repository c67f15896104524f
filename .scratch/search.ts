import { appendFileSync } from 'node:fs';
import { caughtBy, type MutantName } from '../lib/simulation/mutants/registry';
import { caseAt, findMutant, violatedBy } from '../lib/simulation/mutants/search';
(async () => {
  const [part, of, seed, runs, ...only] = process.argv.slice(2);
  const names = (Object.keys(caughtBy) as MutantName[]).filter((n, i) => only.length ? only.includes(n) : i % Number(of) === Number(part));
  for (const name of names) {
    const s = Date.now();
    const f = await findMutant(name, { seed: Number(seed), runs: Number(runs), extra: 60 });
    const line = `${name}: ${f ? `run ${f.run} ${f.violates.join(',')}` : 'NOT FOUND'} want ${caughtBy[name]} ${((Date.now() - s) / 1000).toFixed(0)} s`;
    console.log(line);
  }
})();
