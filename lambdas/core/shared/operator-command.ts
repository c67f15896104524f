import * as v from 'valibot';
import { check, describeProblems } from '../validation/problems';

/** The most characters of a command's reason. */
export const COMMAND_REASON_LENGTH = 500;
/** How far the clock of whoever sends a command may be off, in milliseconds. */
export const COMMAND_SKEW_MS = 60_000;

const isTime = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));

const text = (most: number) =>
  v.pipe(
    v.string(),
    v.nonEmpty('must not be empty'),
    v.maxLength(most, `must have at most ${most} characters`),
  );

const commandSchema = v.strictObject({
  kind: v.picklist(
    ['approve', 'pause', 'resume', 'abort'],
    'must be exactly one of approve, pause, resume, abort',
  ),
  by: text(200),
  at: v.pipe(v.string(), v.check(isTime, 'must be an ISO 8601 time, such as 2026-11-21T06:00:00Z')),
  reason: text(COMMAND_REASON_LENGTH),
});

/** What an operator asks of a running cutover. */
export interface OperatorCommand {
  readonly kind: 'approve' | 'pause' | 'resume' | 'abort';
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/** A command, or what is wrong with what was sent as one. */
export type ParsedCommand =
  | { readonly ok: true; readonly command: OperatorCommand }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads what the ledger has as a command.
 * @param began ISO 8601: when the execution began. An earlier command is for another one.
 * @param now epoch milliseconds. A later command is refused: a date ahead must not approve what comes next.
 */
export function parseCommand(
  stored: unknown,
  { began, now }: { readonly began: string; readonly now: number },
): ParsedCommand {
  const checked = check(commandSchema, stored);
  if (!checked.ok) {
    return { ok: false, problem: describeProblems(checked.problems).replaceAll('\n', '; ') };
  }
  const { at } = checked.value;
  const sentAt = Date.parse(at);
  if (sentAt > now + COMMAND_SKEW_MS) {
    return { ok: false, problem: `at: is ${at}, and it is ${iso(now)}; must not be in the future` };
  }
  if (sentAt < Date.parse(began) - COMMAND_SKEW_MS) {
    return { ok: false, problem: `at: is ${at}; must not be before the cutover began at ${began}` };
  }
  return { ok: true, command: checked.value };
}

/** What the commands to an execution come to. */
export interface CommandState {
  /** The first `abort`; nothing takes it back. */
  readonly aborted: OperatorCommand | null;
  /** The `pause` that holds; null when there is none, or a `resume` came after it. */
  readonly paused: OperatorCommand | null;
  /** The last `resume`, as long as no pause came after it. */
  readonly resumed: OperatorCommand | null;
  /** Every approval, in the order of their arrival. */
  readonly approvals: readonly OperatorCommand[];
}

/**
 * The rule of commands, in the order of their arrival: an abort counts for ever, only `resume` ends a pause,
 * and an approval is kept whatever else comes.
 */
export function commandState(commands: readonly OperatorCommand[]): CommandState {
  const last = commands.findLast(({ kind }) => kind === 'pause' || kind === 'resume') ?? null;
  return {
    aborted: commands.find(({ kind }) => kind === 'abort') ?? null,
    paused: last?.kind === 'pause' ? last : null,
    resumed: last?.kind === 'resume' ? last : null,
    approvals: commands.filter(({ kind }) => kind === 'approve'),
  };
}

/** `aborted by ada: wrong build`. */
export function describeCommand(
  done: 'aborted' | 'paused' | 'resumed' | 'approved',
  command: OperatorCommand,
) {
  return `${done} by ${command.by}: ${command.reason}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
