import {
  type KeyValueApi,
  keyValueRouter,
} from '../../../../lambdas/adapters/routers/cloudfront-kvs/key-value-router';
import type { KeyValueStore } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import type { HealthChecks, RouteRecords, TrafficRouter } from '../../../../lambdas/ports';
import type { Caller } from '../../aws/calls';
import { Answers } from '../answers';
import { holdAll, PendingState } from '../pending-state';
import { NO_REFERENCES } from '../route-references';
import { NOTHING_SHIFTED, type SplitOptions, type StoreSetup } from '../route-setup';
import {
  type AnswerHold,
  type ForeignAddition,
  type ForeignChange,
  NO_HEALTH_CHECKS,
  NO_RECORDS,
  type Split,
  type SplitState,
} from '../split';
import { requireKeyValue } from './key-value-rules';

/** The service whose API changes a key value store. */
export const SERVICE = 'cloudfront-keyvaluestore';
/** A key of the store that does not belong to the route. */
const UNRELATED = 'of-another-function';

/**
 * CloudFront: the plan's key value store, and edge locations that learn of a new value one after the other.
 */
export class KeyValueSplit implements Split {
  private readonly store: PendingState<ReadonlyMap<string, string>>;
  private etag = 1;
  private readonly answers: Answers;
  private readonly listeners: ((percent: number) => void)[] = [];
  readonly history: SplitState[] = [];
  readonly references = NO_REFERENCES;

  constructor(private readonly options: SplitOptions<KeyValueStore, StoreSetup>) {
    const { route, setup, clock, random } = options;
    const { weights = NOTHING_SHIFTED } = setup;
    const percent = Math.round((100 * weights.new) / Math.max(1, weights.old + weights.new));
    this.answers = new Answers(
      clock,
      () => Math.round(1_000 * (setup.propagationSeconds ?? random.between(5, 25))),
      { share: percent / 100, seconds: 0 },
    );
    const config = route.configKeys.map((key): [string, string] => [key, `https://${key}.example.net`]);
    this.store = new PendingState(new Map([[route.key, String(percent)], ...config, [UNRELATED, '1']]));
    this.history.push(this.state('start'));
  }

  router(calls: Caller): TrafficRouter<KeyValueStore> {
    return keyValueRouter(this.api(calls), this.options.clock);
  }

  /** The simulated API. */
  api(calls: Caller): KeyValueApi {
    return {
      describe: () =>
        calls.call(SERVICE, 'DescribeKeyValueStore', () => ({ etag: `E${this.etag}`, status: 'READY' })),
      get: (_, key) => calls.call(SERVICE, 'GetKey', () => this.store.read.get(key) ?? null),
      list: () => calls.call(SERVICE, 'ListKeys', () => new Map(this.store.read)),
      put: (_, etag, key, value) =>
        calls.call(SERVICE, 'UpdateKeys', () => {
          requireKeyValue(key, value);
          if (etag !== `E${this.etag}`) {
            return null;
          }
          this.store.write(new Map([...this.values, [key, value]]));
          this.commit('cutover');
          return `E${this.etag}`;
        }),
    };
  }

  records(): RouteRecords {
    return NO_RECORDS;
  }

  healthChecks(): HealthChecks {
    return NO_HEALTH_CHECKS;
  }

  /** The edge follows the store's value and nothing else. */
  startDataPlane(): void {}

  /** Every key of the store with its value. */
  contents(): ReadonlyMap<string, string> {
    return new Map(this.values);
  }

  /** With a value that it does not understand, the edge function sends every request to the old path. */
  percent(): number {
    const value = this.values.get(this.options.route.key) ?? '';
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

  /** The edge reads its copy of the store for every request. */
  answerHolds(): readonly AnswerHold[] {
    return this.answers.holds();
  }

  answeredShare(at: number, serverDelay: number): number {
    return this.answers.shareAt(at, serverDelay);
  }

  /**
   * Neither reads nor edge locations see what the cutover writes from now on. Reads see what others write.
   */
  holdPending(): { end(): void } {
    return holdAll(this.answers.hold(), this.store.hold());
  }

  /**
   * Puts weights as a percent, or text that is not a percent for weights of 0 and 0. Anything beside the
   * weights is another key of the store.
   */
  foreignChange({ weights, ttlSeconds }: ForeignChange): void {
    if (ttlSeconds !== undefined) {
      this.put([[this.options.route.configKeys[0] ?? UNRELATED, `changed to ${ttlSeconds}`]]);
    }
    if (weights !== undefined || ttlSeconds === undefined) {
      const { old, new: fresh } = weights ?? { old: 80, new: 20 };
      const value = old + fresh === 0 ? 'none' : String(Math.round((100 * fresh) / (old + fresh)));
      this.put([[this.options.route.key, value]]);
    }
  }

  /** Deletes the key of the split, which both paths share. */
  foreignDelete(): void {
    const { key } = this.options.route;
    this.changeByAnother((values) => new Map([...values].filter(([name]) => name !== key)));
  }

  /** A key value store has no third path. */
  foreignAdd({ weight }: ForeignAddition): void {
    this.put([[UNRELATED, String(weight)]]);
  }

  /** Someone else makes these the only keys of the store. */
  foreignReplace(values: ReadonlyMap<string, string>): void {
    this.changeByAnother(() => new Map(values));
  }

  private put(pairs: readonly (readonly [string, string])[]): void {
    this.changeByAnother((values) => new Map([...values, ...pairs]));
  }

  private changeByAnother(
    change: (values: ReadonlyMap<string, string>) => ReadonlyMap<string, string>,
  ): void {
    this.store.changeByAnother(change);
    this.commit('another');
  }

  private get values(): ReadonlyMap<string, string> {
    return this.store.current;
  }

  private commit(by: SplitState['by']): void {
    this.etag += 1;
    this.history.push(this.state(by));
    this.answers.change({ share: this.percent() / 100, seconds: 0 });
    for (const listener of this.listeners) {
      listener(this.percent());
    }
  }

  private state(by: SplitState['by']): SplitState {
    const { key, configKeys } = this.options.route;
    const value = this.values.get(key);
    return {
      at: this.options.clock.now(),
      by,
      percent: this.percent(),
      // Other keys of the store are not part of the route.
      all: JSON.stringify([key, ...configKeys].map((one) => this.values.get(one))),
      rest: JSON.stringify([...this.values].filter(([name]) => name !== key).sort()),
      broken: value === String(this.percent()) ? null : `"${key}" is ${JSON.stringify(value)}`,
    };
  }
}
