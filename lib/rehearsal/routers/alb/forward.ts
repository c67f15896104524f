import { albRouter, type ForwardApi } from '../../../../lambdas/adapters/routers/alb/alb-router';
import type {
  ListenerAction,
  ListenerOrRule,
  WeightedGroup,
} from '../../../../lambdas/core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import { canonical } from '../../../../lambdas/core/shared/canonical';
import type { TrafficRouter } from '../../../../lambdas/ports';
import type { Caller } from '../../aws/calls';
import type { VirtualClock } from '../../kernel/virtual-clock';
import { Answers } from '../answers';
import type { AnswerHold, ForeignChange, Split, SplitState } from '../split';

/** How the listener or rule of the world begins. */
export interface ForwardSetup {
  /** 0: without target group stickiness. */
  readonly stickinessSeconds: number;
}

/** A load balancer: the plan's listener or rule, whose weights are followed at once. Who sticks to a target group is the clients' affair. */
export class Forward implements Split {
  private found: ListenerOrRule;
  /** What reads see while changes do not take effect; null: what is there. */
  private stale: ListenerOrRule | null = null;
  private readonly answers: Answers;
  private readonly listeners: ((percent: number) => void)[] = [];
  readonly history: SplitState[] = [];

  constructor(
    private readonly route: LoadBalancer,
    setup: ForwardSetup,
    private readonly clock: VirtualClock,
  ) {
    this.answers = new Answers(clock, () => 0, setup.stickinessSeconds);
    const groups = [
      { TargetGroupArn: route.oldTargetGroupArn, Weight: 100 },
      { TargetGroupArn: route.newTargetGroupArn, Weight: 0 },
    ];
    const sticky =
      setup.stickinessSeconds === 0
        ? { Enabled: false }
        : { Enabled: true, DurationSeconds: setup.stickinessSeconds };
    const forward = {
      Type: 'forward',
      Order: 2,
      ForwardConfig: { TargetGroups: groups, TargetGroupStickinessConfig: sticky },
    };
    this.found = { Actions: [LOGIN, forward] };
    this.history.push(this.state('start'));
  }

  router(calls: Caller): TrafficRouter<LoadBalancer> {
    const what = this.route.ruleArn === undefined ? 'Listener' : 'Rule';
    const api: ForwardApi = {
      read: () => calls.call('elbv2', `Describe${what}s`, () => structuredClone(this.stale ?? this.found)),
      modify: (_, actions) =>
        calls.call('elbv2', `Modify${what}`, () =>
          this.commit({ ...this.found, Actions: structuredClone(actions) }, 'cutover'),
        ),
    };
    return albRouter(api, this.clock);
  }

  /** The listener or rule. */
  listenerOrRule(): ListenerOrRule {
    return structuredClone(this.found);
  }

  /** Nobody says what is served when both weights are 0; here it is the old path. */
  percent(): number {
    const groups = this.groups();
    const sum = groups.reduce((total, group) => total + (group.Weight ?? 1), 0);
    const fresh = groups.filter((group) => this.isNew(group));
    return (100 * fresh.reduce((total, group) => total + (group.Weight ?? 1), 0)) / Math.max(1, sum);
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

  /** For as long as a cookie of a sticky target group lasts. */
  answerHolds(): readonly AnswerHold[] {
    return this.answers.holds();
  }

  answeredShare(at: number, serverDelay: number): number {
    return this.answers.shareAt(at, serverDelay);
  }

  /** Neither a read nor a client sees what is written from now on. */
  holdPending(): { end(): void } {
    this.stale = this.found;
    const held = this.answers.hold();
    return {
      end: () => {
        this.stale = null;
        held.end();
      },
    };
  }

  /** Anything beside the weights is the duration of the stickiness, enabled or not. */
  foreignChange({ weights, ttlSeconds }: ForeignChange): void {
    const shares = weights ?? (ttlSeconds === undefined ? { old: 80, new: 20 } : undefined);
    this.forwarding(({ TargetGroups = [], TargetGroupStickinessConfig }) => ({
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
    this.forwarding(({ TargetGroups = [], ...rest }) => ({
      ...rest,
      TargetGroups: TargetGroups.filter((group) => this.isNew(group) !== (path === 'new')),
    }));
  }

  /** Somebody makes this the listener or rule. */
  foreignReplace(found: ListenerOrRule): void {
    this.commit(structuredClone(found), 'another');
  }

  private forwarding(change: (config: Config) => Config): void {
    const Actions = this.found.Actions.map((action) =>
      action.Type === 'forward' ? { ...action, ForwardConfig: change(action.ForwardConfig ?? {}) } : action,
    );
    this.commit({ ...this.found, Actions }, 'another');
  }

  private commit(found: ListenerOrRule, by: SplitState['by']): void {
    this.found = found;
    this.history.push(this.state(by));
    this.answers.change(this.percent() / 100, this.stickySeconds());
    for (const listener of this.listeners) {
      listener(this.percent());
    }
  }

  private groups(): readonly WeightedGroup[] {
    return this.config()?.TargetGroups ?? [];
  }

  private stickySeconds(): number {
    const { Enabled = false, DurationSeconds = 0 } = this.config()?.TargetGroupStickinessConfig ?? {};
    return Enabled ? DurationSeconds : 0;
  }

  private config(): Config | undefined {
    return this.found.Actions.find((action) => action.Type === 'forward')?.ForwardConfig;
  }

  private isNew({ TargetGroupArn }: WeightedGroup): boolean {
    return TargetGroupArn === this.route.newTargetGroupArn;
  }

  private state(by: SplitState['by']): SplitState {
    const all = canonical(this.found);
    return {
      at: this.clock.now(),
      by,
      percent: this.percent(),
      all: ordered(all),
      rest: ordered(canonical(all), (name) => name !== 'Weight'),
      broken: this.broken(),
    };
  }

  private broken(): string | null {
    const weights = this.groups().map((group) => group.Weight ?? 1);
    if (weights.length !== 2) {
      return `it forwards to ${weights.length} target groups`;
    }
    return weights.every((weight) => weight === 0) ? `weights ${weights.join(', ')}` : null;
  }
}

type Config = NonNullable<ListenerAction['ForwardConfig']>;

/** An action in front of the forward, which a shift must send along. */
const LOGIN = {
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: { Issuer: 'https://login.example.net', ClientId: 'rehearsal' },
};

/** Target groups are a set. */
function ordered(value: unknown, keep: (name: string) => boolean = () => true): string {
  return JSON.stringify(value, (name, one: unknown) =>
    name === 'TargetGroups'
      ? [...(one as WeightedGroup[])].sort((a, b) =>
          String(a.TargetGroupArn) < String(b.TargetGroupArn) ? -1 : 1,
        )
      : keep(name)
        ? one
        : undefined,
  );
}
