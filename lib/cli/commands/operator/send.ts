import type { AcceptedCommand, RefusedCommand } from '../../../../lambdas/core/operate/operate-answer';
import type { OperateRequest, RouteRequest } from '../../../../lambdas/core/operate/operate-request';
import type { CutoverReading } from '../../../operator/cutover-view';
import { findRoute, nameOfRoute } from '../../../operator/find-cutover';
import type { CommandSender } from '../../../operator/source';
import { AwsError } from '../../../shared/aws-error';
import { UsageError } from '../../../shared/usage-error';
import { progressText } from '../../output/operator/view-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { type DeploymentOptions, type OperatorDependencies, withConnection } from './connection';
import { readNamedCutover } from './named-cutover';

/** The options of a command to a cutover. */
export interface SendOptions extends DeploymentOptions {
  /** Why; the ledger keeps it. */
  readonly reason: string;
  /** For `approve` and `promote`: the percent whose soak is meant. Absent: the one that the route has. */
  readonly at?: number;
}

/** What Operate answers. */
export type OperateReply = AcceptedCommand | RefusedCommand;

/** Sends a request and reads the answer. */
export async function ask(
  send: CommandSender,
  request: OperateRequest,
): Promise<OperateReply & { status: number }> {
  const { statusCode, body } = await send(request);
  return { ...(JSON.parse(body) as OperateReply), status: statusCode };
}

/**
 * Sends a command to the cutover of a route, and says what happens next.
 * @returns 0 when it was accepted; 2 when it was refused: nothing was done; 69 when a service was busy
 */
export function sendToCutover(
  kind: RouteRequest['kind'],
  given: string,
  options: SendOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<number> {
  return withConnection(dependencies, options, async ({ source, send }) => {
    const found = await findRoute(source, given);
    const { route } = found;
    const name = nameOfRoute(found);
    const lock = found.entry?.lock ?? null;
    // The execution that the sender means: another one must not get the command.
    const to = { route, reason: options.reason, ...(lock === null ? {} : { execution: lock.execution }) };
    const percent = options.at ?? found.entry?.expected?.percent ?? null;
    const isAtPercent = kind === 'approve' || kind === 'promote';
    if (isAtPercent && (lock === null || percent === null)) {
      throw new UsageError(
        `${name} ${lock === null ? 'has no cutover under way' : 'has not been shifted yet'}, so that there` +
          ` is nothing to ${kind}; see cutover status ${name}`,
      );
    }
    const request: OperateRequest = isAtPercent
      ? { kind, ...to, atPercent: Math.round(percent as number) }
      : { kind, ...to };
    const answer = await ask(send, request);
    if (options.json === true) {
      const { status: _, ...document } = answer;
      terminal.out(`${JSON.stringify(document, null, 2)}\n`);
    } else if (answer.accepted) {
      const at = isAtPercent ? ` at ${percent} %` : '';
      terminal.out(`${name}: ${kind}${at} was accepted from ${answer.by}; ${answer.next}\n`);
      await showState(() => readNamedCutover(source, answer.execution), terminal, source.now);
    }
    if (!answer.accepted && options.json !== true) {
      terminal.err(`cutover: ${kind} was refused, and nothing was done: ${answer.reason}\n`);
    }
    return answer.accepted ? EXIT.succeeded : answer.status === 503 ? EXIT.unavailable : EXIT.rejected;
  });
}

/** What the cutover does now. A command that was accepted stays so when this cannot be read. */
async function showState(
  see: () => Promise<CutoverReading>,
  terminal: Terminal,
  now: () => number,
): Promise<void> {
  try {
    const { view } = await see();
    terminal.out(`${progressText(view, now())}\n`);
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof UsageError)) {
      throw error;
    }
    terminal.err(`cutover: the command was accepted; how the cutover is was not read: ${error.message}\n`);
  }
}
