import fc from 'fast-check';
import { cases } from '../lib/simulation/cases';
import { checkScenario } from '../lib/rehearsal/scenario';
import { checkCase } from '../lib/simulation/simulate';
(async () => {
  const list = fc.sample(cases, { seed: 5, numRuns: 40 });
  for (const [i, c] of list.entries()) for (const task of ['CheckPropagation','EvaluateHealth']) for (const seconds of [-3600, 3600]) {
    const s = checkScenario({ ...c.scenario, world: {...c.scenario.world}, faults: [{ kind: 'clock-off', task, seconds, at: 0 }] , followUpCutovers: []});
    if (!s.ok) throw 1;
    const r = await checkCase({ plan: c.plan, scenario: s.value });
    if (r.violations.length) console.log(i, task, seconds, r.outcome, r.violations.slice(0,2));
  }
})();
