import type { OperateAnswer } from '../../../../lambdas/core/operate/operate-answer';
import { REVERT_NAMES, revertName } from '../../../../lambdas/core/shared/revert-name';
import { REVERT_ARN } from '../../../rehearsal/deployed-machines';
import type { World } from '../../../rehearsal/world/world';
import type { LockWatch } from '../../lock-watch';
import type { Violations } from '../../violations';
import { revertsOf } from '../reverts/reverts-of';
import { mayRefuse, type RefusalFacts, readerOf, sentIn } from './refusals';

/** A request that is being answered. */
interface OpenRequest {
  readonly kind: string;
  /** Commands of its kind that have arrived meanwhile. */
  commands: number;
  /** Whether no other of its kind was answered at the same time. */
  isAlone: boolean;
}

/** What the watch of requests needs. */
interface RequestWatchOptions extends RefusalFacts {
  readonly lock: LockWatch;
  /** Whether an execution has come to the release of its lock. */
  readonly isReleasing: (execution: string) => boolean;
  readonly violations: Violations;
}

/**
 * Watches the function that takes the requests of operators: one that is refused changes nothing, one that is
 * accepted is in the ledger, one that a cutover can act on is not refused, and a revert that is asked for
 * runs. A revert that has failed is started again for such a request only.
 */
export function watchRequests(options: RequestWatchOptions): void {
  const { world, lock, isReleasing, violations } = options;
  const { functions, stateMachines } = world;
  const open = new Set<OpenRequest>();
  countCommands(world, open);
  watchRestarts(world, open, violations);
  const isHolder = (execution: string) => lock.owner?.execution === execution;
  // It has not come to its end, and no revert has taken its lock over.
  const canAbort = (execution: string) => {
    const isReverting = isHolder(execution) && lock.revertingSince !== null;
    return stateMachines.execution(execution)?.end === null && !isReleasing(execution) && !isReverting;
  };
  const invoke = functions.invoke.bind(functions);
  functions.invoke = async (task, payload, by) => {
    if (task !== 'Operate') {
      return invoke(task, payload, by);
    }
    const sent = sentIn(payload);
    const { kind, execution } = sent;
    const ran = canAbort(execution);
    const hasRoute = () => kind === 'revert' && isHolder(execution);
    const had = hasRoute();
    const ended = revertsOf(world, execution).filter(({ end }) => end !== null).length;
    const request: OpenRequest = { kind, commands: 0, isAlone: true };
    // Requests of one kind at the same time look the same.
    for (const other of [...open].filter((one) => one.kind === kind)) {
      other.isAlone = false;
      request.isAlone = false;
    }
    open.add(request);
    const before = await readerOf(options, execution);
    const answer = await invoke(task, payload, by).finally(() => open.delete(request));
    const { statusCode, body } = answer as OperateAnswer;
    const after = await readerOf(options, execution);
    const isToStop = kind === 'abort' || kind === 'revert';
    // An answer of 503 leaves open what was done.
    const isRefused = statusCode !== 200 && statusCode !== 503;
    violations.require(
      !isRefused || !request.isAlone || request.commands === 0,
      'refused-command-changes-nothing',
      `a request that was refused with ${statusCode} has put a command into the ledger`,
    );
    violations.require(
      statusCode !== 200 || isToStop || !request.isAlone || request.commands > 0,
      'no-raise-over-a-command',
      `the command ${kind} was accepted, and is not in the ledger`,
    );
    violations.require(
      !isRefused || !request.isAlone || isToStop || mayRefuse(options, sent, [before, after]),
      'refused-command-changes-nothing',
      `the command ${kind} was refused with ${statusCode}, and its cutover reads it: ${body.slice(0, 300)}`,
    );
    violations.require(
      !isRefused || kind !== 'abort' || !ran || !canAbort(execution),
      'abort-reverts-at-once',
      `an abort was refused with ${statusCode}, and the cutover runs`,
    );
    violations.require(
      statusCode !== 200 || !isToStop || stateMachines.execution(execution)?.end !== null,
      'abort-reverts-at-once',
      `a request to ${kind} the cutover was accepted, and its execution runs`,
    );
    violations.require(
      !isRefused || !had || !hasRoute(),
      'abort-reverts-at-once',
      `a revert was refused with ${statusCode}, and the cutover has the route`,
    );
    violations.require(
      statusCode !== 200 || !hasRoute() || revertsOf(world, execution).length > ended,
      'abort-reverts-at-once',
      'a revert was accepted, and none of the cutover runs',
    );
    return answer;
  };
}

/** Counts the commands of operators, as the table accepts them, for each request that is being answered. */
function countCommands({ ledger }: Pick<World, 'ledger'>, open: ReadonlySet<OpenRequest>): void {
  const { sendCommand, sendToHolder } = ledger;
  const sent = (kind: string, by: string) => {
    for (const request of open) {
      request.commands += request.kind === kind && by.startsWith('arn:') ? 1 : 0;
    }
  };
  ledger.sendCommand = async (route, execution, command) => {
    await sendCommand(route, execution, command);
    sent(command.kind, command.by);
  };
  ledger.sendToHolder = async (route, execution, command) => {
    const isSent = await sendToHolder(route, execution, command);
    if (isSent) {
      sent(command.kind, command.by);
    }
    return isSent;
  };
}

/** Checks that only an operator starts a revert again that has failed. */
function watchRestarts(
  world: Pick<World, 'stateMachines' | 'plan'>,
  open: ReadonlySet<OpenRequest>,
  violations: Violations,
): void {
  const { stateMachines } = world;
  const start = stateMachines.start.bind(stateMachines);
  stateMachines.start = (machineArn, name, input) => {
    const { execution = '' } = input as { readonly execution?: string };
    const names = Array.from({ length: REVERT_NAMES }, (_, attempt) => revertName(execution, attempt));
    const isOfItsOwn = (arn: string) => names.includes(arn.slice(arn.lastIndexOf(':') + 1));
    const hasFailed =
      machineArn === REVERT_ARN &&
      isOfItsOwn(name) &&
      revertsOf(world, execution).some(
        (one) => isOfItsOwn(one.execution.arn) && (one.end?.status ?? 'SUCCEEDED') !== 'SUCCEEDED',
      );
    const known = stateMachines.executions().length;
    const started = start(machineArn, name, input);
    violations.require(
      !hasFailed || open.size > 0 || stateMachines.executions().length === known,
      'reverts-for-a-reason',
      `a revert that has failed was started again as ${name}, and no operator has asked for it`,
    );
    return started;
  };
}
