import fc from 'fast-check';
import { cases } from '../lib/simulation/cases';
import { checkCase } from '../lib/simulation/simulate';
import { mutants } from '../lib/simulation/mutants';
(async () => {
  const [seed, from, to, mutant] = process.argv.slice(2);
  const list = fc.sample(cases, { seed: Number(seed), numRuns: Number(to) });
  const c0 = process.cpuUsage();
  const count: Record<string, number> = {};
  const outcomes: Record<string, number> = {};
  const tamper = mutant ? (mutants as any)[mutant] : undefined;
  for (let i = Number(from); i < list.length; i++) {
    const s = Date.now();
    const r = await checkCase(list[i]!, tamper);
    if (Date.now() - s > 3000) console.log('slow', i, Date.now() - s, JSON.stringify(list[i]!.scenario.faults).slice(0, 300));
    outcomes[r.outcome] = (outcomes[r.outcome] ?? 0) + 1;
    for (const id of new Set(r.violations.map((v) => v.invariant))) {
      count[id] = (count[id] ?? 0) + 1;
      if (count[id]! <= 3) console.log(i, id, r.outcome, list[i]!.plan.router.kind, r.violations.find((v) => v.invariant === id)!.detail, JSON.stringify(list[i]!.scenario.faults).slice(0, 700));
    }
  }
  const c = process.cpuUsage(c0);
  console.log(count, outcomes, (c.user + c.system) / 1e6, 's');
})();
