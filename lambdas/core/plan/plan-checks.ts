import { unknownWait } from '../comparison/unknown-wait';
import { estimate, fittingIntervals, MAX_HISTORY_EVENTS } from '../estimate/estimate';
import { overlapProblems } from '../estimate/overlap-item';
import { firstGates, type Gate, gateTimeout } from '../gates/gate';
import { gateProblems } from '../gates/gate-problems';
import { measureProblems } from '../measures/measure-problems';
import { preparationProblems } from '../record-preparation/preparation-problems';
import { routerProblems } from '../routers/route';
import { defaultAllowedHosts, hostOf, hostProblems } from '../smoke-test/allowed-hosts';
import { askedNameProblems } from '../smoke-test/asked-name';
import { probedChecks } from '../smoke-test/paired-probes';
import { checkPlaceProblems } from '../smoke-test/production-name';
import { probeProblems } from '../smoke-test/repeated-checks';
import { smokeTestProblems } from '../smoke-test/smoke-check';
import { entryProblems } from '../stack-changes/allowed-changes';
import { LONGEST_SECONDS } from '../validation/fields';
import { type Checked, check, type Problem } from '../validation/problems';
import { compareOf } from './compare-of';
import { directionProblems } from './direction-problems';
import { DEFAULT_HOLD_PATIENCE_SECONDS, type Plan, planSchema } from './plan';
import { eitherProblems, rampProblems, withStages } from './ramp';
import { stageProblems } from './stage-order';

/**
 * The longest run of checks and comparison together. A function may run for 15 minutes; SmokeTest has a
 * shorter timeout.
 */
const LONGEST_SMOKE_TEST_SECONDS = 600;

/**
 * The plan is in the input of every state. This limit keeps it far below the payload limit of 262,144 bytes.
 */
const MAX_PLAN_CHARACTERS = 65_536;

/**
 * Checks a plan completely: first its schema, then the rules across several fields. The command line and the
 * first state of the workflow both call it, so that they report the same problem in the same words.
 * @param allowedHosts patterns of hosts that smoke tests may call; by default `gw-*` in the record's zone
 */
export function checkPlan(value: unknown, allowedHosts?: readonly string[]): Checked<Plan> {
  const shape = check(planSchema, value);
  const either = eitherProblems(value);
  if (!shape.ok || either.length > 0) {
    return { ok: false, problems: [...(shape.ok ? [] : shape.problems), ...either] };
  }
  const plan = withStages(shape.value);
  const problems = [
    ...rampProblems(shape.value.ramp, plan.direction),
    ...routerProblems(plan.router, { ...plan.health, direction: plan.direction }),
    ...preparationProblems(plan),
    ...(shape.value.ramp === undefined ? stageProblems(plan) : []),
    ...directionProblems(plan),
    ...hostProblems(plan, allowedHosts ?? defaultAllowedHosts(hostOf(plan))),
    ...smokeTestProblems(plan.smokeTest),
    ...checkPlaceProblems(plan.smokeTest, plan.router),
    ...askedNameProblems(plan),
    ...probeProblems(plan.smokeTest),
    ...gateProblems(plan),
    ...plan.preflight.changeSets.flatMap(({ allow }, i) =>
      entryProblems(allow, `preflight.changeSets[${i}].allow`),
    ),
    ...overlapProblems(plan.overlap),
    ...compareProblems(plan),
    ...measureProblems(plan),
    ...sizeProblems(plan),
  ];
  return problems.length === 0 ? { ok: true, value: plan } : { ok: false, problems };
}

function compareProblems({ smokeTest, health }: Plan): Problem[] {
  const problems: Problem[] = [];
  const compare = compareOf(health);
  if (compare?.unknownLimitSeconds !== undefined && compare.whenUnknown !== 'wait') {
    const message =
      `is ${compare.unknownLimitSeconds}, which only whenUnknown: wait uses;` +
      ` must be left out with whenUnknown: ${compare.whenUnknown}`;
    problems.push({ path: 'health.compare.unknownLimitSeconds', message });
  }
  if (smokeTest.compare !== undefined && probedChecks(smokeTest).length === 0) {
    const message =
      'requires a check with GET or HEAD, which is sent to both paths;' +
      ' add one to smokeTest.checks, or remove compare';
    problems.push({ path: 'smokeTest.compare', message });
  }
  const { pairs = 0, maxPairs = 0 } = smokeTest.compare ?? {};
  if (maxPairs < pairs) {
    const message = `is ${maxPairs}; must be at least smokeTest.compare.pairs (${pairs})`;
    problems.push({ path: 'smokeTest.compare.maxPairs', message });
  }
  const seconds = smokeTest.deadlineSeconds + (smokeTest.compare?.deadlineSeconds ?? 0);
  if (seconds > LONGEST_SMOKE_TEST_SECONDS) {
    const message =
      `is ${smokeTest.compare?.deadlineSeconds}, together with smokeTest.deadlineSeconds ${seconds} s;` +
      ` must be at most ${LONGEST_SMOKE_TEST_SECONDS} s together`;
    problems.push({ path: 'smokeTest.compare.deadlineSeconds', message });
  }
  return problems;
}

function sizeProblems(plan: Plan): Problem[] {
  const problems: Problem[] = [];
  const { length } = JSON.stringify(plan);
  if (length > MAX_PLAN_CHARACTERS) {
    const message = `the plan has ${length} characters as JSON; must have at most ${MAX_PLAN_CHARACTERS}`;
    problems.push({ path: '', message });
  }
  const { durationSeconds, worstHistoryEvents } = estimate(plan);
  const waits = plan.stages.flatMap(({ approval, deploy }) => [approval, deploy]);
  // The time-out of the execution leaves room for the default patience of the hold.
  const patience = Math.max(0, (plan.hold?.inconclusiveLimitSeconds ?? 0) - DEFAULT_HOLD_PATIENCE_SECONDS);
  const soaks = [...plan.stages, ...(plan.hold === undefined ? [] : plan.stages.slice(-1))];
  const unknown = soaks.reduce(
    (sum, { percent }) => sum + (unknownWait(plan, percent)?.limitSeconds ?? 0),
    durationSeconds + patience,
  );
  const longest = waits.reduce((sum, wait) => sum + (wait?.timeoutSeconds ?? 0), unknown + gated(plan));
  if (longest > LONGEST_SECONDS) {
    const message =
      `take ${longest} s together with the hold, the approvals, the deployments` +
      `${plan.gates === undefined ? '' : ', the gates'} and the waits for a comparison;` +
      ` must take at most ${LONGEST_SECONDS} s, 30 days`;
    problems.push({ path: 'stages', message });
  }
  for (const { field, everySeconds, atLeast } of fittingIntervals(plan)) {
    const message =
      `is ${everySeconds}, so that the execution may reach ${worstHistoryEvents} history events;` +
      ` must be at least ${atLeast}, for at most ${MAX_HISTORY_EVENTS} events (an execution fails at 25,000)`;
    problems.push({ path: field, message });
  }
  return problems;
}

/** Seconds for which gates may run, before traffic and after each soak. */
function gated(plan: Plan): number {
  const longest = (gates: readonly Gate[]) => Math.max(0, ...gates.map(gateTimeout));
  const each = longest((plan.gates ?? []).filter(({ at }) => at === 'each-stage'));
  return longest(firstGates(plan)) + plan.stages.length * each;
}
