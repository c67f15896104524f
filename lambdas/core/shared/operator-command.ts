import * as v from 'valibot';
import { check, describeProblems } from '../validation/problems';

/** The most characters of a command's reason. */
export const COMMAND_REASON_LENGTH = 500;
/** The most commands to one execution, so that their item stays below 400 kB. An abort is always taken. */
export const MAX_COMMANDS = 200;
/** How far the clock of whoever sends a command may be off, in milliseconds. */
export const COMMAND_SKEW_MS = 60_000;

/** The kinds of commands. */
export const COMMAND_KINDS = ['approve', 'promote', 'pause', 'resume', 'abort', 'revert'] as const;

const isTime = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));

const isoTime = () =>
  v.pipe(v.string(), v.check(isTime, 'must be an ISO 8601 time, such as 2026-11-21T06:00:00Z'));

const text = (most: number) =>
  v.pipe(
    v.string(),
    v.nonEmpty('must not be empty'),
    v.maxLength(most, `must have at most ${most} characters`),
  );

const percent = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100));
const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));
const said = { by: text(2_048), person: text(2_048), at: isoTime(), reason: text(COMMAND_REASON_LENGTH) };

const commandSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('approve'), ...said, atPercent: percent }),
  v.strictObject({
    kind: v.literal('promote'),
    ...said,
    atPercent: percent,
    minSoakSeconds: seconds,
    minHoldSeconds: seconds,
  }),
  v.strictObject({ kind: v.picklist(['pause', 'resume', 'abort', 'revert']), ...said }),
]);

/** Who sends a command, when, and why. */
interface Said {
  /** ARN of the caller, as AWS authenticated it. */
  readonly by: string;
  /** The person behind the caller: see `personOf`. */
  readonly person: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/** An approval of the raise that follows the soak at `atPercent`. */
export interface Approval extends Said {
  readonly kind: 'approve';
  /** The percent whose soak the approver has seen. */
  readonly atPercent: number;
}

/** Ends a soak, or a hold, at its next `pass`. */
export interface Promotion extends Said {
  readonly kind: 'promote';
  readonly atPercent: number;
  /** The least soak and hold of the deployment's policy, in seconds: it ends nothing before. */
  readonly minSoakSeconds: number;
  readonly minHoldSeconds: number;
}

/** What an operator asks of a running cutover. */
export type OperatorCommand =
  | Approval
  | Promotion
  | (Said & { readonly kind: 'pause' | 'resume' | 'abort' | 'revert' });

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

/** A command by its index, as it was read. */
export type IndexedCommand = { readonly index: number } & ParsedCommand;

/** Reads every command that has not been recorded as refused. */
export function parseCommands(
  { stored, refused }: { readonly stored: readonly unknown[]; readonly refused: readonly number[] },
  at: { readonly began: string; readonly now: number },
): IndexedCommand[] {
  return stored
    .map((one, index) => ({ index, ...parseCommand(one, at) }))
    .filter(({ index }) => !refused.includes(index));
}

/** What the commands to an execution come to. */
export interface CommandState {
  /** The first `abort` or `revert`; nothing takes it back. */
  readonly aborted: OperatorCommand | null;
  /** The `pause` that holds; null when there is none, or a `resume` came after it. */
  readonly paused: OperatorCommand | null;
  /** The last `resume`, as long as no pause came after it. */
  readonly resumed: OperatorCommand | null;
  /** Every approval, in the order of their arrival. */
  readonly approvals: readonly Approval[];
  /** Every promotion, in the order of their arrival. */
  readonly promotions: readonly Promotion[];
}

/**
 * The rule of commands, in the order of their arrival: an abort counts for ever, only `resume` ends a pause,
 * and an approval is kept whatever else comes.
 */
export function commandState(commands: readonly OperatorCommand[]): CommandState {
  const last = commands.findLast(({ kind }) => kind === 'pause' || kind === 'resume') ?? null;
  return {
    aborted: commands.find(({ kind }) => kind === 'abort' || kind === 'revert') ?? null,
    paused: last?.kind === 'pause' ? last : null,
    resumed: last?.kind === 'resume' ? last : null,
    approvals: commands.filter((one) => one.kind === 'approve'),
    promotions: commands.filter((one) => one.kind === 'promote'),
  };
}

/** `aborted by ada: wrong build`. */
export function describeCommand(
  done: 'aborted' | 'paused' | 'resumed' | 'approved' | 'promoted' | 'reverted',
  command: Said,
) {
  return `${done} by ${command.by}: ${command.reason}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
