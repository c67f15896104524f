import {
  type KeyValueApi,
  keyValueRouter,
} from '../../../../lambdas/adapters/routers/cloudfront-kvs/key-value-router';
import type { KeyValueStore } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import type { TrafficRouter } from '../../../../lambdas/ports';
import type { Caller } from '../../aws/calls';
import type { Random } from '../../kernel/random';
import type { VirtualClock } from '../../kernel/virtual-clock';
import { Answers } from '../answers';
import type { AnswerHold, ForeignChange, Split, SplitState } from '../split';

const SERVICE = 'cloudfront-keyvaluestore';
/** A key that is none of the route's. */
const UNRELATED = 'somebody-elses';

/** How the store of the world begins. */
export interface StoreSetup {
  /** Until the last edge location has a new value. Fixed, or by chance for every change. */
  readonly propagationSeconds?: number | undefined;
}

/** CloudFront: the plan's key value store, and edge locations that learn of a new value one after the other. */
export class KeyValues implements Split {
  private readonly values: Map<string, string>;
  /** What reads see while the cutover's changes do not take effect; null: what is there. */
  private stale: Map<string, string> | null = null;
  private etag = 1;
  private readonly answers: Answers;
  private readonly listeners: ((percent: number) => void)[] = [];
  readonly history: SplitState[] = [];

  constructor(
    private readonly route: KeyValueStore,
    setup: StoreSetup,
    private readonly clock: VirtualClock,
    random: Random,
  ) {
    this.answers = new Answers(clock, () =>
      Math.round(1_000 * (setup.propagationSeconds ?? random.between(5, 25))),
    );
    const config = route.configKeys.map((key): [string, string] => [key, `https://${key}.example.net`]);
    this.values = new Map([[route.key, '0'], ...config, [UNRELATED, '1']]);
    this.history.push(this.state('start'));
  }

  router(calls: Caller): TrafficRouter<KeyValueStore> {
    const api: KeyValueApi = {
      describe: () =>
        calls.call(SERVICE, 'DescribeKeyValueStore', () => ({ etag: `E${this.etag}`, status: 'READY' })),
      get: (_, key) => calls.call(SERVICE, 'GetKey', () => (this.stale ?? this.values).get(key) ?? null),
      list: () => calls.call(SERVICE, 'ListKeys', () => new Map(this.stale ?? this.values)),
      put: (_, etag, key, value) =>
        calls.call(SERVICE, 'UpdateKeys', () => {
          if (etag !== `E${this.etag}`) {
            return null;
          }
          this.put([[key, value]], 'cutover');
          return `E${this.etag}`;
        }),
    };
    return keyValueRouter(api, this.clock);
  }

  /** Every key of the store with its value. */
  contents(): ReadonlyMap<string, string> {
    return new Map(this.values);
  }

  /** The edge function sends everybody to the old path when the value is none that it knows. */
  percent(): number {
    const value = this.values.get(this.route.key) ?? '';
    return /^\d{1,3}$/.test(value) && Number(value) <= 100 ? Number(value) : 0;
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

  /** The edge asks its copy of the store at every request. */
  answerHolds(): readonly AnswerHold[] {
    return this.answers.holds();
  }

  answeredShare(at: number, serverDelay: number): number {
    return this.answers.shareAt(at, serverDelay);
  }

  /** Neither a read nor an edge location sees what the cutover writes from now on. What somebody else writes is read. */
  holdPending(): { end(): void } {
    this.stale = new Map(this.values);
    const held = this.answers.hold();
    return {
      end: () => {
        this.stale = null;
        held.end();
      },
    };
  }

  /** Weights are put as a percent, none of which can be told of 0 and 0; anything beside them is another key of the store. */
  foreignChange({ weights, ttlSeconds }: ForeignChange): void {
    if (ttlSeconds !== undefined) {
      this.put([[this.route.configKeys[0] ?? UNRELATED, `changed to ${ttlSeconds}`]], 'another');
    }
    if (weights !== undefined || ttlSeconds === undefined) {
      const { old, new: fresh } = weights ?? { old: 80, new: 20 };
      const value = old + fresh === 0 ? 'none' : String(Math.round((100 * fresh) / (old + fresh)));
      this.put([[this.route.key, value]], 'another');
    }
  }

  /** Somebody deletes the key of the split, which is both paths'. */
  foreignDelete(): void {
    this.values.delete(this.route.key);
    this.stale?.delete(this.route.key);
    this.commit('another');
  }

  /** Somebody makes these the only keys of the store. */
  foreignReplace(values: ReadonlyMap<string, string>): void {
    this.values.clear();
    this.stale?.clear();
    this.put([...values], 'another');
  }

  private put(pairs: readonly (readonly [string, string])[], by: SplitState['by']): void {
    for (const [key, value] of pairs) {
      this.values.set(key, value);
      if (by === 'another') {
        this.stale?.set(key, value);
      }
    }
    this.commit(by);
  }

  private commit(by: SplitState['by']): void {
    this.etag += 1;
    this.history.push(this.state(by));
    this.answers.change(this.percent() / 100);
    for (const listener of this.listeners) {
      listener(this.percent());
    }
  }

  private state(by: SplitState['by']): SplitState {
    const { key, configKeys } = this.route;
    const value = this.values.get(key);
    return {
      at: this.clock.now(),
      by,
      percent: this.percent(),
      // What is of no concern to the route may change as it likes.
      all: JSON.stringify([key, ...configKeys].map((one) => this.values.get(one))),
      rest: JSON.stringify([...this.values].filter(([name]) => name !== key).sort()),
      broken: value === String(this.percent()) ? null : `"${key}" is ${JSON.stringify(value)}`,
    };
  }
}
