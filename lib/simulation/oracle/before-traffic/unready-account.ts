import type { Plan } from '../../../../lambdas/core/plan/plan';
import { forwardArnOf } from '../../../../lambdas/core/routers/route';
import { hostOf } from '../../../../lambdas/core/smoke-test/allowed-hosts';
import type { CertificateReading } from '../../../../lambdas/ports';
import type { World } from '../../../rehearsal/world/world';
import { writtenComparison } from '../../reference/compared';
import { countsRequests } from '../request-facts';

const DAY_MS = 86_400_000;

/** Alarms with these evaluation states keep their state, whatever happens. */
const NOT_EVALUATED: readonly (string | undefined)[] = ['EVALUATION_ERROR', 'EVALUATION_FAILURE'];

/** What of the account, beside the route and the instances, a preflight must not pass over. */
export function unreadyAccount(world: World, plan: Plan): string[] {
  const { calendars, preflightAccount: account, clock } = world;
  const hasWrongSet = [...account.changeSets.values()].some(
    ({ status, changes }) => status !== 'CREATE_COMPLETE' || changes.some(({ action }) => action !== 'Add'),
  );
  const all: readonly (string | false)[] = [
    ...targets(world, plan),
    ...certificate(world, plan),
    ...alarms(world, plan),
    ...measures(world, plan),
    calendars.closedSince(clock.now(), clock.now()) !== null && 'a change calendar is closed',
    plan.preflight.changeSets.length > 0 && hasWrongSet && 'a change set changes what serves',
  ];
  return all.filter((one) => one !== false);
}

/** The groups of a load balancer as the router are checked whatever the plan names. */
function targets({ preflightAccount }: World, plan: Plan): readonly (string | false)[] {
  const { targetGroupArns, oldTargetGroupArns } = plan.preflight;
  const isForwarded = forwardArnOf(plan.router) !== null;
  const isUnhealthy = (path: 'old' | 'new') => {
    const states = preflightAccount.targetsOf(path).map(({ state }) => state as string);
    // A target that is draining gets no new connections, and one that is deregistered none at all: the
    // healthy ones serve without it.
    return !states.includes('healthy') || states.some((one) => !GONE.includes(one));
  };
  return [
    (targetGroupArns.length > 0 || isForwarded) &&
      plan.direction === 'up' &&
      isUnhealthy('new') &&
      'a target of the new path is not healthy',
    (oldTargetGroupArns.length > 0 || isForwarded) &&
      isUnhealthy('old') &&
      'a target of the old path is not healthy',
  ];
}

/** States with which a target does not keep the others from serving. */
const GONE: readonly string[] = ['healthy', 'draining', 'deregistered'];

function certificate({ preflightAccount, clock }: World, plan: Plan): readonly (string | false)[] {
  const { certificateArn, certificateDaysLeft } = plan.preflight;
  const found: CertificateReading | null = preflightAccount.certificate;
  if (certificateArn === undefined) {
    return [];
  }
  if (found === null) {
    return ['the certificate does not exist'];
  }
  const { status, names, notAfter } = found;
  const leftMs = (notAfter ?? Number.POSITIVE_INFINITY) - clock.now();
  return [
    status !== 'ISSUED' && 'the certificate is not issued',
    // The certificates of a simulated account have no wildcards.
    !names.includes(hostOf(plan)) && 'the certificate is for another name',
    // The clock of the function may be off by some seconds.
    leftMs < certificateDaysLeft * DAY_MS - DAY_MS / 2 && 'the certificate expires too soon',
  ];
}

function alarms({ alarms: simulated }: World, { health }: Plan): readonly (string | false)[] {
  const readings = simulated.read(health.alarms);
  return [
    readings.length < health.alarms.length && 'an alarm does not exist',
    readings.some(({ state }) => state === 'ALARM') && 'an alarm is in ALARM',
    readings.some(({ evaluationState }) => NOT_EVALUATED.includes(evaluationState)) &&
      'CloudWatch does not evaluate an alarm',
  ];
}

/** What would make the verdicts of a soak say nothing. */
function measures({ alarms: simulated, preflightAccount }: World, plan: Plan): readonly (string | false)[] {
  const setups = simulated.setupsOf(plan.health.alarms);
  const { accept } = plan.preflight;
  const { minRequests } = plan.health;
  const isOk = setups.every(
    ({ treatMissingData }) => treatMissingData === 'notBreaching' || treatMissingData === 'ignore',
  );
  const isWhole = minRequests?.loadBalancer !== undefined || writtenComparison(plan)?.new !== undefined;
  return [
    !countsRequests(plan) &&
      isOk &&
      !accept.includes('no-request-measure') &&
      'nothing would show that no request arrives',
    isWhole &&
      preflightAccount.balancersAreShared &&
      !accept.includes('shared-balancer') &&
      'a load balancer serves others as well',
  ];
}
