import { textLike } from '../../../lambdas/core/validation/fields';

/** The account in a rehearsal. */
const ACCOUNT = '000000000000';

/** Who does something in a scenario: an IAM user of the account, or a role and the name of its session. */
export const principal = textLike(
  /^[\w+=,.@-]{1,64}(\/[\w+=,.@-]{2,64})?$/,
  'must be the name of an IAM user, or of a role and its session, such as release/ada',
);

/** The ARN that AWS authenticates a principal of a scenario with. */
export function arnOfPrincipal(name: string): string {
  const isSession = name.includes('/');
  return isSession ? `arn:aws:sts::${ACCOUNT}:assumed-role/${name}` : `arn:aws:iam::${ACCOUNT}:user/${name}`;
}
