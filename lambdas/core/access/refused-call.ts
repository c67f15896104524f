import { arnParts } from '../shared/arn';

/** What AWS says of a call that it refused, as far as it says it. */
export interface RefusedCall {
  /** Such as `cloudwatch:DescribeAlarms`. */
  readonly action: string;
  /** The ARN of the caller; null when AWS does not name it. */
  readonly caller: string | null;
  /** The ARN of the resource; null when AWS names none. */
  readonly resource: string | null;
}

/**
 * `User: arn:aws:sts::111122223333:assumed-role/name/session is not authorized to perform: service:Action on
 * resource: arn:… because …` (IAM User Guide, "Troubleshoot access denied error messages").
 */
const REFUSAL = /(?:User: (\S+) is )?not authorized to perform: ([a-z0-9-]+:\w+)(?: on resource: (\S+))?/i;

/** Names of errors by which AWS refuses a call of a caller that it knows. */
const REFUSED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

/** What AWS refused; null for any other error. Without details where AWS gives none. */
export function refusedCall(error: unknown): RefusedCall | { readonly action: null } | null {
  if (!(error instanceof Error)) {
    return null;
  }
  const match = REFUSAL.exec(error.message);
  if (match === null) {
    return REFUSED.has(error.name) ? { action: null } : null;
  }
  const [, caller = null, action, resource = null] = match;
  return { action: action as string, caller, resource: withoutEnd(resource) };
}

/** How the operator allows a call that AWS refused; null for any other error. */
export function accessRemedy(error: unknown): string | null {
  const refused = refusedCall(error);
  if (refused === null) {
    return null;
  }
  if (refused.action === null) {
    return 'allow this call to the role that made it; AWS does not say which action it refused';
  }
  const { action, caller, resource } = refused;
  const who = caller === null ? 'the caller' : roleOfCaller(caller);
  if (action === 'sts:AssumeRole') {
    return (
      `allow ${who} sts:AssumeRole on ${resource ?? 'the role'}: ` +
      `name that role in the deployment's roles, and ${who} in the trust policy of that role, ` +
      'with the external ID of the plan (docs/guide/other-places.md)'
    );
  }
  return `allow ${action}${resource === null ? '' : ` on ${resource}`} to ${who}`;
}

/** The role of a session, since a policy is attached to the role: `role name of account 111122223333`. */
function roleOfCaller(caller: string): string {
  const parts = arnParts(caller);
  if (parts === null) {
    return caller;
  }
  const [kind, role] = parts.resource.split('/');
  return kind === 'assumed-role' ? `the role ${role} of account ${parts.account}` : caller;
}

function withoutEnd(resource: string | null): string | null {
  return resource === null ? null : resource.replace(/[.,;]$/, '');
}
