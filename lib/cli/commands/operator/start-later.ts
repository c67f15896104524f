import { UsageError } from '../../../shared/usage-error';
import { EXIT, type Terminal } from '../../output/terminal';
import type { Connection } from './connection';
import type { StartPlanOptions } from './start-plan';

/** When a plan is started, and how. */
export interface StartLaterOptions extends StartPlanOptions {
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What `--json` prints. */
interface ScheduledDocument {
  readonly scheduled: boolean;
  /** The name of the schedule, and of the execution. */
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  /** ARN of the schedule. */
  readonly schedule: string | null;
  readonly reason: string;
}

/** Names of schedules, and of executions in the same form (EventBridge Scheduler API Reference). */
const NAME = /^[0-9A-Za-z._-]{1,64}$/;
/** EventBridge Scheduler starts within a minute of the time. */
const SOONEST_MS = 60_000;

/**
 * Has EventBridge Scheduler start a cutover at a time, with the role of the deployment. The plan is what it
 * is now: the deployment checks it when it starts.
 * @param plan the input
 * @returns 0 when it is scheduled; 2 when another schedule has the name
 * @throws UsageError for a time that is over, a name that a schedule cannot have, and a deployment without
 *   the role
 */
export async function startLater(
  plan: { readonly name: string },
  options: StartLaterOptions,
  { schedule, source, region }: Pick<Connection, 'schedule' | 'source' | 'region'>,
  terminal: Terminal,
): Promise<number> {
  const at = new Date(options.at).toISOString();
  if (options.at < source.now() + SOONEST_MS) {
    throw new UsageError(`--at ${at} is less than a minute ahead; leave it out to start the cutover now`);
  }
  const name = options.name ?? `${plan.name.slice(0, 47)}-${at.replace(/[-:]|\.\d+Z$/g, '')}`;
  if (!NAME.test(name)) {
    throw new UsageError(
      `--name "${name}" cannot be the name of a schedule: 1 to 64 letters, digits, ".", "-" and "_"`,
    );
  }
  const arn = await schedule({ name, at: options.at, input: plan });
  const document: ScheduledDocument = {
    ...{ scheduled: arn !== null, name, at, schedule: arn },
    reason:
      arn === null
        ? `a schedule has the name ${name} already; give another one with --name`
        : `EventBridge Scheduler starts it as the execution ${name}, within a minute of that time, and not` +
          ' when that fails for 15 minutes; the deployment checks the plan then',
  };
  if (options.json === true) {
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  } else if (document.scheduled) {
    terminal.out(
      `${plan.name}: scheduled for ${at}; ${document.reason}\n` +
        `To cancel it: aws scheduler delete-schedule --name ${name} --region ${region}\n`,
    );
  } else {
    terminal.err(`cutover: the plan was not scheduled: ${document.reason}\n`);
  }
  return document.scheduled ? EXIT.succeeded : EXIT.rejected;
}
