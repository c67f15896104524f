import { approverProblem } from '../../core/operate/approver';
import { type CommandCaller, personOf } from '../../core/operate/caller';
import { accepted, type OperateAnswer, refused } from '../../core/operate/operate-answer';
import type { RouteRequest } from '../../core/operate/operate-request';
import type { Policy } from '../../core/policy/policy';
import {
  type CommandState,
  commandState,
  describeCommand,
  type OperatorCommand,
  parseCommands,
} from '../../core/shared/operator-command';
import type { Clock, Executions, Ledger, Lock, RouteEntry } from '../../ports';
import { revertNow, stopBeforeLock } from './revert-now';

/** What a command reads and writes. */
export interface SendCommandPorts {
  readonly ledger: Ledger;
  readonly executions: Executions;
  readonly clock: Clock;
  /** Routes of this deployment, each by its `routeKey`. */
  readonly routes: readonly string[];
  readonly policy?: Policy | undefined;
}

/** Sends a command to the cutover of a route, if there is one that reads it and the caller may send it. */
export async function sendCommand(
  ports: SendCommandPorts,
  caller: CommandCaller,
  request: RouteRequest,
): Promise<OperateAnswer> {
  const { ledger, executions, routes } = ports;
  const { route } = request;
  if (!routes.includes(route)) {
    return refused('not-found', `${route} is not a route of this deployment: ${routes.join(', ')}`);
  }
  const command = commandOf(ports, caller, request);
  const entry = await ledger.read(route);
  const lock = entry?.lock ?? null;
  const { execution = lock?.execution } = request;
  if (entry === null || lock === null || execution !== lock.execution) {
    if (request.kind !== 'abort' || execution === undefined) {
      return refused('conflict', `nothing would read the command: ${describeHolder(route, lock)}`);
    }
    if ((await ledger.decision(route, execution, 'started')) === null) {
      return stopBeforeLock(ports, { route, execution }, command);
    }
    // It has had the lock: it has released it, unless it has got it only since the entry was read.
    const now = (await ledger.read(route))?.lock ?? null;
    return now?.execution === execution
      ? sendCommand(ports, caller, request)
      : refused(
          'conflict',
          `the cutover has released the lock, and has ended or is about to: ${describeHolder(route, now)}; ` +
            'if it has succeeded, cutover undo moves the traffic back in stages',
        );
  }
  const status = await executions.status(lock.execution);
  const isRunning = status === 'RUNNING' || status === 'PENDING_REDRIVE';
  if (request.kind === 'abort' || request.kind === 'revert') {
    return revertNow(ports, { route, lock, status: isRunning ? null : (status ?? 'gone') }, command);
  }
  const problem = isRunning
    ? holderProblem(route, lock)
    : `its execution is ${status ?? 'gone'}, so that nothing reads the command; send revert to move the ` +
      'traffic back';
  return problem === null
    ? sendPlain(ports, { caller, request, command, entry, lock })
    : refused('conflict', problem);
}

/** A command that the cutover reads at its next evaluation, and before it begins anything. */
interface PlainCommand {
  readonly caller: CommandCaller;
  readonly request: RouteRequest;
  readonly command: OperatorCommand;
  readonly entry: RouteEntry;
  readonly lock: Lock;
}

async function sendPlain(ports: SendCommandPorts, plain: PlainCommand): Promise<OperateAnswer> {
  const { ledger } = ports;
  const { command, entry, lock, request } = plain;
  const { route } = request;
  const state = stateOf(ports, entry, lock);
  const problem = stateProblem(state, plain);
  if (problem !== null) {
    return refused('conflict', problem);
  }
  const forbidden = await approvalProblem(ports, plain);
  if (forbidden !== null) {
    return refused('forbidden', forbidden);
  }
  await ledger.sendCommand(route, lock.execution, command);
  // Items are never deleted.
  const after = (await ledger.read(route)) as RouteEntry;
  const { kind, by, at } = command;
  const next = describeNext(command, stateOf(ports, after, lock), after);
  return accepted({ kind, route, execution: lock.execution, by, at, next });
}

function commandOf(
  { clock, policy }: SendCommandPorts,
  caller: CommandCaller,
  request: RouteRequest,
): OperatorCommand {
  const { reason } = request;
  const person = personOf(caller, policy?.approvals?.namedSessions);
  const said = { by: caller.arn, person, at: new Date(clock.now()).toISOString(), reason };
  switch (request.kind) {
    case 'approve':
      return { kind: 'approve', ...said, atPercent: request.atPercent };
    case 'promote': {
      const { minSoakSeconds = 0, minHoldSeconds = 0 } = policy ?? {};
      return { kind: 'promote', ...said, atPercent: request.atPercent, minSoakSeconds, minHoldSeconds };
    }
    default:
      return { kind: request.kind, ...said };
  }
}

function stateOf({ clock }: SendCommandPorts, { commands }: RouteEntry, { acquiredAt }: Lock): CommandState {
  const parsed = parseCommands(commands, { began: acquiredAt, now: clock.now() });
  return commandState(parsed.flatMap((one) => (one.ok ? [one.command] : [])));
}

function describeHolder(route: string, lock: Lock | null): string {
  return lock === null
    ? `no cutover has locked ${route}`
    : `${route} is locked by another execution, ${lock.execution}`;
}

function holderProblem(route: string, { reverting }: Lock): string | null {
  return reverting ? `${route} is being reverted, so that nothing reads the command` : null;
}

/** Why the cutover would not act on the command as it is now; null when it would. */
function stateProblem({ aborted, paused }: CommandState, { request, entry }: PlainCommand): string | null {
  if (aborted !== null) {
    return `the cutover was ${describeCommand('aborted', aborted)}`;
  }
  if (request.kind === 'resume') {
    return paused === null ? 'the cutover is not paused' : null;
  }
  if (request.kind !== 'approve' && request.kind !== 'promote') {
    return null;
  }
  const percent = entry.expected?.percent ?? null;
  if (percent === request.atPercent) {
    return null;
  }
  const now = percent === null ? 'nothing has been shifted yet' : `the route is at ${percent} % now`;
  return `the command is for ${request.atPercent} %, and ${now}; check what is measured there first`;
}

async function approvalProblem(
  { ledger, policy }: SendCommandPorts,
  { caller, request, lock }: PlainCommand,
): Promise<string | null> {
  const rule = policy?.approvals;
  if (request.kind !== 'approve' || rule === undefined) {
    return null;
  }
  return approverProblem(rule, caller, await ledger.starter(request.route, lock.execution));
}

/** What happens next, from the ledger after the command was written. */
function describeNext(
  command: OperatorCommand,
  { approvals }: CommandState,
  { shiftingUntil, shiftingTo }: RouteEntry,
): string {
  switch (command.kind) {
    case 'approve': {
      const { atPercent } = command;
      const persons = new Set(
        approvals.filter((one) => one.atPercent === atPercent).map(({ person }) => person),
      );
      const soFar = `persons who approved it: ${persons.size}`;
      return `it counts for the soak at ${atPercent} %, which must pass too; ${soFar}`;
    }
    case 'promote': {
      const { atPercent, minSoakSeconds, minHoldSeconds } = command;
      const least = `not before ${minSoakSeconds} s of a soak or ${minHoldSeconds} s of a hold`;
      return `the soak or hold at ${atPercent} % ends at its next evaluation that passes, ${least}`;
    }
    case 'pause':
      return shiftingUntil !== null && Date.parse(shiftingUntil) > Date.parse(command.at)
        ? `the ${describeShift(shiftingTo)} is under way; the pause holds after it`
        : 'nothing new begins until a resume; evaluations, and the time-out of an approval, go on';
    default:
      return 'the cutover goes on at its next evaluation';
  }
}

function describeShift(percent: number | null): string {
  return percent === null ? 'change' : `shift to ${percent} %`;
}
