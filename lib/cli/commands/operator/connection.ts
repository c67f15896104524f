import type { ScheduledStart } from '../../../operator/aws/schedule-start';
import type { CutoverReading } from '../../../operator/cutover-view';
import type { CommandSender, CutoverSource } from '../../../operator/source';
import type { TrafficSeries } from '../../dashboard/dashboard-source';

/** Which deployment is meant. */
export interface DeploymentOptions {
  /** Name of its stack. */
  readonly stack?: string;
  readonly region?: string;
  readonly json?: boolean;
}

/** A deployment that a command talks to. */
export interface Connection {
  /** Name of the stack. */
  readonly stack: string;
  readonly region: string;
  readonly source: CutoverSource;
  readonly send: CommandSender;
  /**
   * Starts an execution of the cutover machine with the caller's own permission.
   * @returns its ARN; null when another one has the name
   */
  readonly startExecution: (name: string, input: object) => Promise<string | null>;
  /**
   * Has a start made later.
   * @returns the ARN of the schedule; null when another one has the name
   * @throws UsageError when nothing may be scheduled in the deployment
   */
  readonly schedule: (start: ScheduledStart) => Promise<string | null>;
  /** What happened to the traffic of a cutover; null where that is not known. */
  readonly series: (reading: CutoverReading) => Promise<TrafficSeries | null>;
  close(): void;
}

/** What every command for operators needs from outside. */
export interface OperatorDependencies {
  /**
   * @throws UsageError when there is no such deployment
   * @throws AwsError when AWS could not be reached, or refused a call
   */
  readonly connect: (options: DeploymentOptions) => Promise<Connection>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Connects, does the work, and closes the connection whatever happens. */
export async function withConnection<T>(
  { connect }: OperatorDependencies,
  options: DeploymentOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(options);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}
