import { Coverage } from '../../lib/simulation/coverage/coverage';
import { mutants } from '../../lib/simulation/mutants/registry';
import { simulate } from '../../lib/simulation/simulate';
import { type BatchRequest, isHookMutant } from './messages';
import { runHooks } from './run-hooks';
import { DRAWN, NOTHING, type RunTotals, sumOf } from './totals';

const PROGRESS_EVERY = 10;

/**
 * Runs a batch in this process, its hooks first. A violation ends it: it has the runs until then.
 * @param progress called with the runs so far
 */
export async function runBatch(request: BatchRequest, progress: (done: number) => void): Promise<RunTotals> {
  const before = cpuMsNow();
  const ofHooks = request.only === 'cutovers' ? NOTHING : await runHooks(request);
  const hooks = { ...ofHooks, cpuMs: request.only === 'cutovers' ? 0 : cpuMsNow() - before };
  if (request.only === 'hooks') {
    return { ...hooks, runs: request.batch.runs };
  }
  return hooks.found.length > 0 ? hooks : sumOf(hooks, await runCutovers(request, progress), request.slowest);
}

async function runCutovers(request: BatchRequest, progress: (done: number) => void): Promise<RunTotals> {
  const { batch, router, mutant, shrink, slowest } = request;
  let totals = NOTHING;
  let hasViolated = false;
  const coverage = new Coverage();
  let cpuMs = cpuMsNow();
  const counterexample = await simulate({
    ...{ runs: batch.runs, seed: batch.seed, shrink, coverage },
    ...(router === undefined ? {} : { router }),
    ...(mutant === undefined || isHookMutant(mutant) ? {} : { tamper: mutants[mutant] }),
    progress: ({ plan, scenario }, { outcome, windows, violations }) => {
      const before = cpuMs;
      cpuMs = cpuMsNow();
      if (hasViolated) {
        return;
      }
      hasViolated = violations.length > 0;
      const took = cpuMs - before;
      const counts = {
        ...{ [`outcome ${outcome}`]: 1, [`router ${plan.router.kind}`]: 1 },
        ...Object.fromEntries(coverage.taken().map((place) => [`${DRAWN}${place}`, 1])),
      };
      const violates = [...new Set(violations.map(({ invariant }) => invariant))];
      const slow = { cpuMs: took, slow: { violates, mutant, plan, scenario } };
      totals = sumOf(totals, { runs: 1, cpuMs: took, windows, counts, slowest: [slow], found: [] }, slowest);
      if (totals.runs % PROGRESS_EVERY === 0) {
        progress(totals.runs);
      }
    },
  });
  if (counterexample === null) {
    return totals;
  }
  const { found, violations, run } = counterexample;
  const violates = [...new Set(violations.map(({ invariant }) => invariant))];
  return { ...totals, found: [{ found: { violates, mutant, ...found }, violations, seed: batch.seed, run }] };
}

/** Of this process since its start. */
function cpuMsNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
