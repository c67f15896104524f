import type { StartRequest } from '../../../../lambdas/core/operate/operate-request';
import { CallerRefusedError } from '../../../operator/aws/send-signed';
import { readCutover } from '../../../operator/cutover-view';
import type { CommandSender, ExecutionRecord } from '../../../operator/source';
import { AwsError } from '../../../shared/aws-error';
import { printView } from '../../output/operator/view-text';
import { EXIT, type Terminal } from '../../output/terminal';
import type { Connection, DeploymentOptions } from './connection';
import { ask } from './send';
import { awaitEnd } from './status';

/** How a plan is started. */
export interface StartPlanOptions extends DeploymentOptions {
  /** Name of the execution; absent: the name of the plan and the time. */
  readonly name?: string;
  readonly reason: string;
  readonly wait?: boolean;
  /** Seconds that `--wait` waits. */
  readonly timeout?: number;
}

/** What `--json` prints without `--wait`. */
interface StartedDocument {
  readonly started: boolean;
  readonly execution: string | null;
  /** ARN of whoever started it, as AWS authenticated it; null for StartExecution. */
  readonly by: string | null;
  readonly reason: string;
}

/** What starting a plan prints to and waits with. */
export interface StartPlanContext {
  readonly connection: Connection;
  readonly terminal: Terminal;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Starts a cutover: through `Operate`, which records who asked, or, where the caller may not send commands or
 * the policy of the deployment does not name the caller in `starters`, by StartExecution with the caller's
 * own permission.
 * @param plan the input, which the deployment checks
 * @returns 0 when it was started; with `--wait` the exit code of the cutover; 2 when it was refused
 */
export async function startPlan(
  plan: { readonly name: string },
  options: StartPlanOptions,
  { connection, terminal, sleep }: StartPlanContext,
): Promise<number> {
  const { source, send, startExecution } = connection;
  const { reason, json } = options;
  const name = options.name ?? defaultName(plan.name, source.now());
  const answer = await askToStart(send, { kind: 'start', plan, name, reason });
  const started: StartedDocument = answer.accepted
    ? { started: true, execution: answer.execution, by: answer.by, reason: answer.next }
    : answer.status === FORBIDDEN
      ? await byStartExecution(startExecution, name, plan)
      : { started: false, execution: null, by: null, reason: answer.reason };
  if (options.wait !== true || !started.started) {
    if (json === true) {
      terminal.out(`${JSON.stringify(started, null, 2)}\n`);
    } else if (started.started) {
      terminal.out(`${plan.name}: started ${started.execution}; ${started.reason}\n`);
    }
    if (!started.started && json !== true) {
      terminal.err(`cutover: the plan was not started: ${started.reason}\n`);
    }
    const busy = !answer.accepted && answer.status === 503;
    return started.started ? EXIT.succeeded : busy ? EXIT.unavailable : EXIT.rejected;
  }
  terminal.err(`${plan.name}: started ${started.execution}; ${started.reason}\n`);
  const record = await appears(() => source.execution(started.execution as string), sleep);
  return awaitEnd(await readCutover(source, record), {
    ...{ source, terminal, sleep, timeoutSeconds: options.timeout },
    print: ({ view }) =>
      terminal.out(
        json === true
          ? `${JSON.stringify(view, null, 2)}\n`
          : printView(view, source.now(), terminal.columns),
      ),
  });
}

const FORBIDDEN = 403;

/** Whoever may start executions need not be allowed to send commands as well. */
async function askToStart(send: CommandSender, request: StartRequest): ReturnType<typeof ask> {
  try {
    return await ask(send, request);
  } catch (error) {
    if (error instanceof CallerRefusedError) {
      return { accepted: false, reason: error.message, status: FORBIDDEN };
    }
    throw error;
  }
}

/** At most 64 characters of the plan's name, and 16 of the time: 80, as Step Functions allows. */
function defaultName(plan: string, now: number): string {
  return `${plan}-${new Date(now).toISOString().replace(/[-:]|\.\d+Z$/g, '')}`;
}

async function byStartExecution(
  start: Connection['startExecution'],
  name: string,
  plan: object,
): Promise<StartedDocument> {
  const execution = await start(name, plan);
  return execution === null
    ? {
        ...{ started: false, execution, by: null },
        reason: `an execution has the name ${name} already; give another one with --name`,
      }
    : {
        ...{ started: true, execution, by: null },
        reason:
          'by StartExecution, with your own permission: the deployment does not let you start it through' +
          ' the function Operate (grantCommands, and starters of the policy), so that the ledger does not' +
          ' have who started it',
      };
}

/** StartExecution is eventually consistent: the execution may not be there at once. */
async function appears(
  read: () => Promise<ExecutionRecord | null>,
  sleep: (ms: number) => Promise<void>,
): Promise<ExecutionRecord> {
  for (let tries = 0; tries < 10; tries += 1) {
    const record = await read();
    if (record !== null) {
      return record;
    }
    await sleep(1_000);
  }
  throw new AwsError('the execution was started, and Step Functions does not show it; see cutover list');
}
