import { forwardError } from '../../../../lambdas/adapters/routers/alb/forward-errors';
import type {
  ListenerAction,
  ListenerOrRule,
  WeightedGroup,
} from '../../../../lambdas/core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import { ServiceError } from '../../aws/service-error';

/** Elastic Load Balancing API Reference, TargetGroupTuple and TargetGroupStickinessConfig. */
const MOST = { weight: 999, groups: 5, stickySeconds: 604_800 };
/** Actions that end the handling of a request; a listener or rule has one, as its last action. */
const LAST = ['forward', 'redirect', 'fixed-response'];

/** Target groups, and whether each is attached to another balancer than that of the route. */
export type OtherGroups = ReadonlyMap<string, 'another balancer' | 'no balancer'>;

/**
 * Refuses what the API refuses of the actions of a listener or rule. Priorities are not among it: no step
 * sends any.
 * Source: Elastic Load Balancing API Reference, ModifyListener and ModifyRule, Action, ForwardActionConfig.
 * @param found the listener or rule as it is: the target groups that it has are those of its balancer
 * @param others target groups of the account beside those of the route
 * @throws RouteBrokenError as the adapter does, with the service's error as its cause
 */
export function requireActions(
  actions: readonly ListenerAction[],
  route: LoadBalancer,
  found: ListenerOrRule,
  others: OtherGroups,
): void {
  try {
    checkActions(actions, route, found, others);
  } catch (error) {
    throw forwardError(error, route);
  }
}

function checkActions(
  actions: readonly ListenerAction[],
  { oldTargetGroupArn, newTargetGroupArn }: LoadBalancer,
  found: ListenerOrRule,
  others: OtherGroups,
): void {
  const last = actions.filter(({ Type = '' }) => LAST.includes(Type));
  if (last.length !== 1 || actions.at(-1) !== last[0]) {
    refuse(
      'InvalidLoadBalancerActionException',
      `the last action must be one of ${LAST.join(', ')}, and the only one`,
    );
  }
  const own = [oldTargetGroupArn, newTargetGroupArn, ...found.Actions.flatMap(arnsOf)];
  for (const action of actions) {
    requireGroups(groupsOf(action));
    requireStickiness(action.ForwardConfig?.TargetGroupStickinessConfig);
    for (const arn of arnsOf(action).filter((one) => !own.includes(one))) {
      const attachment = others.get(arn);
      if (attachment === undefined) {
        refuse('TargetGroupNotFoundException', `Target groups '${arn}' not found`);
      }
      if (attachment === 'another balancer') {
        refuse(
          'TargetGroupAssociationLimitException',
          `The following target groups cannot be associated with more than one load balancer: ${arn}`,
        );
      }
    }
  }
}

function groupsOf({ ForwardConfig, TargetGroupArn }: ListenerAction): readonly WeightedGroup[] {
  return ForwardConfig?.TargetGroups ?? (TargetGroupArn === undefined ? [] : [{ TargetGroupArn }]);
}

function arnsOf(action: ListenerAction): string[] {
  return groupsOf(action).map(({ TargetGroupArn = '' }) => TargetGroupArn);
}

function requireGroups(groups: readonly WeightedGroup[]): void {
  if (groups.length > MOST.groups) {
    refuse('ValidationError', `An action must specify at most ${MOST.groups} target groups`);
  }
  const arns = groups.map(({ TargetGroupArn }) => TargetGroupArn);
  if (new Set(arns).size < arns.length) {
    refuse('ValidationError', 'The target groups of an action must be unique');
  }
  const bad = groups.find(({ Weight = 1 }) => !isWhole(Weight, 0, MOST.weight));
  if (bad !== undefined) {
    refuse('ValidationError', `Weight '${bad.Weight}' must be between 0 and ${MOST.weight}`);
  }
}

function requireStickiness(
  config: { Enabled?: boolean | undefined; DurationSeconds?: number | undefined } = {},
) {
  const { Enabled = false, DurationSeconds } = config;
  if (Enabled && !isWhole(DurationSeconds ?? 0, 1, MOST.stickySeconds)) {
    refuse(
      'ValidationError',
      `Stickiness duration '${DurationSeconds}' must be between 1 and ${MOST.stickySeconds} seconds`,
    );
  }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function refuse(name: string, message: string): never {
  throw new ServiceError(name, message);
}
