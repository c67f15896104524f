import type { SmokeCheckInput } from '../smoke-test/smoke-check-input';

/** The plan of a deployment hook as it is written, without defaults: at most 3,584 bytes of JSON. */
export interface HookPlanInput {
  /**
   * The production host name: the Host header of every request and, over TLS, a name of the test listener's
   * certificate.
   */
  readonly host: string;
  /** 1 to 50 requests that the new tasks must answer as expected. */
  readonly checks: readonly SmokeCheckInput[];
  /**
   * Checks that run in parallel, 1 to 50.
   * @default 5
   */
  readonly concurrency?: number;
  /**
   * Seconds for all checks together, 1 to 600.
   * @default 120
   */
  readonly deadlineSeconds?: number;
  /**
   * Seconds until all targets of the new target group must be healthy, 1 to 840. For ECS, counted over all
   * invocations.
   * @default 300
   */
  readonly waitHealthySeconds?: number;
  /**
   * The address of the test listener with its port.
   * @default - the listener is found from the deployment
   */
  readonly endpoint?: string;
}
