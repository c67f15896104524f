/** A deployment of an ECS service by ECS itself. */
export interface ServiceDeployment {
  readonly arn: string;
  /** Such as `POST_TEST_TRAFFIC_SHIFT`. */
  readonly lifecycleStage: string;
  /** The pause hooks that wait for somebody. */
  readonly waiting: readonly PauseHook[];
}

/** A pause hook that waits. */
export interface PauseHook {
  readonly hookId: string;
  /** ISO 8601; null where ECS does not say. */
  readonly expiresAt: string | null;
}

/** One service, by the names of its cluster and of itself. */
export interface NamedService {
  readonly cluster: string;
  readonly service: string;
}

/** What a person may do with a deployment of ECS. */
export interface ServiceDeployments {
  /**
   * The deployment that is under way.
   * @returns null when there is none
   * @throws UsageError when there is no such cluster or service
   */
  underWay(service: NamedService): Promise<ServiceDeployment | null>;
  /**
   * Ends a pause: the deployment goes on, or is rolled back.
   * @returns why ECS refused; null when it was done
   */
  answer(deploymentArn: string, hookId: string, action: 'CONTINUE' | 'ROLLBACK'): Promise<string | null>;
  /**
   * Stops a deployment that waits for nobody, and rolls it back.
   * @returns why ECS refused; null when it was done
   */
  rollBack(deploymentArn: string): Promise<string | null>;
}
