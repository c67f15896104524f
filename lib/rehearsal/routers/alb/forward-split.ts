import { albRouter, type ForwardApi } from '../../../../lambdas/adapters/routers/alb/alb-router';
import type { ListenerOrRule, WeightedGroup } from '../../../../lambdas/core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import type { HealthChecks, RouteRecords, TrafficRouter } from '../../../../lambdas/ports';
import type { Caller } from '../../aws/calls';
import { Answers } from '../answers';
import { holdAll, PendingState } from '../pending-state';
import type { RouteReferences } from '../route-references';
import type { ForwardSetup, SplitOptions } from '../route-setup';
import {
  type AnswerHold,
  type ForeignAddition,
  type ForeignChange,
  NO_HEALTH_CHECKS,
  NO_RECORDS,
  type Split,
  type SplitState,
} from '../split';
import { type OtherGroups, requireActions } from './action-rules';
import {
  type ForwardSettings,
  forwardBrokenBy,
  forwardConfigOf,
  percentOfForward,
  startForward,
  stickySecondsOf,
  textOf,
  withForwardConfig,
} from './forward-config';
import { forwardReferences } from './forward-references';

const SERVICE = 'elbv2';

/**
 * A load balancer: the plan's listener or rule, whose weights take effect at once. How long a client stays
 * with a target group is decided by its cookie, in the traffic model.
 */
export class ForwardSplit implements Split {
  private readonly actions: PendingState<ListenerOrRule>;
  private readonly answers: Answers;
  private readonly listeners: ((percent: number) => void)[] = [];
  readonly history: SplitState[] = [];
  readonly references: RouteReferences;

  /** @param otherGroups target groups of the account beside those of the route */
  constructor(
    private readonly options: Omit<SplitOptions<LoadBalancer, ForwardSetup>, 'random'>,
    private readonly otherGroups: OtherGroups = new Map(),
  ) {
    const { route, setup, clock } = options;
    this.actions = new PendingState(startForward(route, setup));
    const start = { share: this.percent() / 100, seconds: setup.stickinessSeconds };
    this.answers = new Answers(clock, () => 0, start);
    this.references = forwardReferences(route, () => this.percent());
    this.history.push(this.state('start'));
  }

  router(calls: Caller): TrafficRouter<LoadBalancer> {
    return albRouter(this.api(calls), this.options.clock);
  }

  /** The simulated API. */
  api(calls: Caller): ForwardApi {
    const { route } = this.options;
    const what = route.ruleArn === undefined ? 'Listener' : 'Rule';
    let restsOn: SplitState['restsOn'];
    return {
      read: () =>
        calls.call(SERVICE, `Describe${what}s`, () => {
          const last = this.history.length;
          restsOn = { last, before: restsOn?.last ?? last };
          return structuredClone(this.actions.read);
        }),
      modify: (_, actions) =>
        calls.call(SERVICE, `Modify${what}`, () => {
          requireActions(actions, route, this.found, this.otherGroups);
          this.actions.write({ ...this.found, Actions: structuredClone(actions) });
          this.commit('cutover', restsOn);
        }),
    };
  }

  records(): RouteRecords {
    return NO_RECORDS;
  }

  healthChecks(): HealthChecks {
    return NO_HEALTH_CHECKS;
  }

  /** A load balancer does nothing of its own: both target groups stay in the split, whatever their health. */
  startDataPlane(): void {}

  /** The listener or rule as it is. */
  listenerOrRule(): ListenerOrRule {
    return structuredClone(this.found);
  }

  percent(): number {
    return percentOfForward(this.options.route, this.found);
  }

  onChange(listener: (percent: number) => void): void {
    this.listeners.push(listener);
  }

  insyncAfter(at: number): number {
    return this.answers.insyncAfter(at);
  }

  lastInsyncAt(): number {
    return this.answers.lastInsyncAt();
  }

  lastShareChangeAt(): number {
    return this.answers.lastShareChangeAt();
  }

  /** For as long as the cookie of a sticky target group lasts. */
  answerHolds(): readonly AnswerHold[] {
    return this.answers.holds();
  }

  answeredShare(at: number, serverDelay: number): number {
    return this.answers.shareAt(at, serverDelay);
  }

  /** Neither reads nor clients see what the cutover writes from now on. Reads see what others write. */
  holdPending(): { end(): void } {
    return holdAll(this.answers.hold(), this.actions.hold());
  }

  /** Changes weights, or the duration of the stickiness, whether that is enabled or not. */
  foreignChange({ weights, ttlSeconds }: ForeignChange): void {
    const shares = weights ?? (ttlSeconds === undefined ? { old: 80, new: 20 } : undefined);
    this.changeForward(({ TargetGroups = [], TargetGroupStickinessConfig }) => ({
      TargetGroups: TargetGroups.map((group) => {
        const weight = this.isNew(group) ? shares?.new : shares?.old;
        return weight === undefined ? group : { ...group, Weight: weight };
      }),
      TargetGroupStickinessConfig:
        ttlSeconds === undefined
          ? TargetGroupStickinessConfig
          : { ...TargetGroupStickinessConfig, DurationSeconds: ttlSeconds },
    }));
  }

  foreignDelete(path: 'old' | 'new'): void {
    this.changeForward(({ TargetGroups = [], ...rest }) => ({
      ...rest,
      TargetGroups: TargetGroups.filter((group) => this.isNew(group) !== (path === 'new')),
    }));
  }

  foreignAdd({ weight }: ForeignAddition): void {
    const arn = this.options.route.oldTargetGroupArn.replace(/targetgroup\/[^/]+/, 'targetgroup/third');
    this.changeForward(({ TargetGroups = [], ...rest }) => ({
      ...rest,
      TargetGroups: [...TargetGroups, { TargetGroupArn: arn, Weight: weight }],
    }));
  }

  /** Someone else makes this the listener or rule. */
  foreignReplace(found: ListenerOrRule): void {
    this.changeByAnother(() => structuredClone(found));
  }

  private changeForward(change: (config: ForwardSettings) => ForwardSettings): void {
    this.changeByAnother((found) => withForwardConfig(found, change));
  }

  private changeByAnother(change: (found: ListenerOrRule) => ListenerOrRule): void {
    this.actions.changeByAnother(change);
    this.commit('another');
  }

  private get found(): ListenerOrRule {
    return this.actions.current;
  }

  private commit(by: SplitState['by'], restsOn?: SplitState['restsOn']): void {
    this.history.push({ ...this.state(by), ...(restsOn === undefined ? {} : { restsOn }) });
    this.answers.change({
      share: this.percent() / 100,
      seconds: stickySecondsOf(forwardConfigOf(this.found)),
    });
    for (const listener of this.listeners) {
      listener(this.percent());
    }
  }

  private isNew({ TargetGroupArn }: WeightedGroup): boolean {
    return TargetGroupArn === this.options.route.newTargetGroupArn;
  }

  private state(by: SplitState['by']): SplitState {
    const { oldTargetGroupArn, newTargetGroupArn } = this.options.route;
    return {
      at: this.options.clock.now(),
      by,
      percent: this.percent(),
      all: textOf(this.found),
      rest: textOf(this.found, [oldTargetGroupArn, newTargetGroupArn]),
      broken: forwardBrokenBy(this.options.route, this.found),
    };
  }
}
