import fc from 'fast-check';
import { cases } from '../lib/simulation/cases';
import { checkCase } from '../lib/simulation/simulate';
(async () => {
  const list = fc.sample(cases, { seed: 5, numRuns: 100 });
  for (const i of process.argv.slice(2).map(Number)) {
    const r = await checkCase(list[i]!);
    console.log(i, r.outcome, JSON.stringify(list[i]!.scenario.faults), JSON.stringify(list[i]!.scenario.followUpCutovers), JSON.stringify(list[i]!.plan.stages), JSON.stringify(list[i]!.plan.ttl),JSON.stringify(list[i]!.plan.hold));
  }
})();
