import fc from 'fast-check';
import { cases } from '../lib/simulation/cases';
import { checkCase } from '../lib/simulation/simulate';
(async () => {
  const list = fc.sample(cases, { seed: 5, numRuns: Number(process.argv[2] ?? 100) });
  const t: [number, number, string][] = [];
  const c0 = process.cpuUsage();
  for (const [i, one] of list.entries()) {
    const s = process.cpuUsage();
    const { outcome } = await checkCase(one);
    const e = process.cpuUsage(s);
    t.push([e.user / 1000, i, outcome + ' ' + one.plan.router.kind + ' alarm' + one.scenario.world.alarms.periodSeconds]);
  }
  const c = process.cpuUsage(c0);
  console.log('total', (c.user + c.system) / 1000, 'ms', list.length);
  t.sort((a, b) => b[0] - a[0]);
  console.log(t.slice(0, 12), 'median', t[t.length >> 1]);
})();
