import type { OperatorCommand } from '../../../lambdas/core/shared/operator-command';

/** What a test says of a command. */
interface Given {
  readonly by?: string;
  /** By default whoever `by` names. */
  readonly person?: string;
  readonly at?: string;
  readonly reason?: string;
  /** Of an approval or a promotion. */
  readonly atPercent?: number;
  readonly minSoakSeconds?: number;
  readonly minHoldSeconds?: number;
}

/** A command of this kind, with every field that it has. */
export function operatorCommand(kind: OperatorCommand['kind'], given: Given = {}): OperatorCommand {
  const { by = 'ada', person = by, at = '2026-11-20T12:00:00.000Z', reason = 'lunch' } = given;
  const { atPercent = 10, minSoakSeconds = 0, minHoldSeconds = 0 } = given;
  const said = { by, person, at, reason };
  switch (kind) {
    case 'approve':
      return { kind, ...said, atPercent };
    case 'promote':
      return { kind, ...said, atPercent, minSoakSeconds, minHoldSeconds };
    default:
      return { kind, ...said };
  }
}
