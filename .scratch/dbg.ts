import fc from 'fast-check';
import { cases } from '../lib/simulation/cases';
import { checkCase } from '../lib/simulation/simulate';
import { rehearse } from '../lib/rehearsal/rehearse';
import { inputOf, tightestPolicy } from '../lib/simulation/takeover';
import { describeEntry } from '../lib/rehearsal/timeline/describe-entry';
(async () => {
  const [seed, i] = process.argv.slice(2).map(Number);
  const c = fc.sample(cases, { seed: seed!, numRuns: i! + 1 })[i!]!;
  const r = await checkCase(c);
  console.log(r.violations.slice(0, 4), JSON.stringify(c.plan.stages), JSON.stringify(c.plan.health), JSON.stringify(c.plan.hold), JSON.stringify(c.plan.ttl), JSON.stringify(c.plan.router), JSON.stringify(c.scenario.world), JSON.stringify(c.scenario.faults), JSON.stringify(c.scenario.followUpCutovers));
  const { result } = await rehearse({ plan: c.plan, scenario: c.scenario, scenarioName: 'x', executionInput: inputOf(c), policy: tightestPolicy(c.plan) } as any);
  for (const e of result.timeline.slice(0, 120)) console.log(e.at, e.cutover ?? '', String(JSON.stringify(describeEntry(e))).slice(0,220));
})();
