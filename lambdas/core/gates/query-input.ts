import type { AllowedNetwork } from '../networks/private-network';
import type { SecretValue } from '../smoke-test/smoke-check-input';

/** What the value of a query is compared with. */
export interface QueryThreshold {
  /** How each value is compared with `threshold`; the comparison that must hold for a pass. */
  readonly comparison: 'below' | 'at-most' | 'above' | 'at-least' | 'equal-to';
  /** The number that each value is compared with, in the unit of the query. */
  readonly threshold: number;
}

/** The query of the ready-made gate, as it is written. */
export interface QueryInput {
  /** With `prometheus`: the server, with the prefix of its API if it has one. Otherwise the whole URL. */
  readonly url: string;
  /**
   * A query in PromQL. The request is an instant query of Prometheus's HTTP API.
   * @default - `jsonPath` is given instead
   */
  readonly prometheus?: string;
  /**
   * A JSONPath (RFC 9535) into the JSON that `url` answers.
   * @default - `prometheus` is given instead
   */
  readonly jsonPath?: string;
  /**
   * Headers of the request, such as `Authorization`. A value can refer to one of the secrets.
   * @default - none
   */
  readonly headers?: Readonly<Record<string, string | SecretValue>>;
  /** What every value must be for a pass. */
  readonly passWhen: QueryThreshold;
  /**
   * The verdict when the answer has no value: no series, or one that is not a number.
   * @default 'inconclusive'
   */
  readonly whenEmpty?: 'inconclusive' | 'pass' | 'fail' | 'error';
  /**
   * Milliseconds until the request times out, 100 to 30,000.
   * @default 10000
   */
  readonly timeoutMs?: number;
  /**
   * Private networks that it may connect to, each with its ports.
   * @default - public addresses only
   */
  readonly allowedPrivateNetworks?: readonly AllowedNetwork[];
}
