import * as v from 'valibot';
import { matchesAny } from './arn-pattern';

/** Who sends a command, as AWS authenticated it. */
export interface CommandCaller {
  /** ARN of the user, or of the session of a role. */
  readonly arn: string;
}

/**
 * The event of a function URL, or of an HTTP API with payload format 2.0, whose callers AWS authenticated
 * (AWS Lambda Developer Guide, "Invoking Lambda function URLs"). An event without the caller was not sent
 * through either.
 */
const eventSchema = v.object({
  requestContext: v.object({
    authorizer: v.object({ iam: v.object({ userArn: v.pipe(v.string(), v.startsWith('arn:')) }) }),
  }),
});

/** The caller of an event; null when AWS has not authenticated one. */
export function callerOf(event: unknown): CommandCaller | null {
  const parsed = v.safeParse(eventSchema, event);
  return parsed.success ? { arn: parsed.output.requestContext.authorizer.iam.userArn } : null;
}

const SESSION = /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;
const FEDERATED = /^(arn:[a-z-]+:sts::\d{12}:federated-user)\/.+$/;
/** Roles that IAM Identity Center makes; it names their sessions after its users. */
const IDENTITY_CENTER_ROLE = /^AWSReservedSSO_.+_[0-9a-f]{16}$/;

/**
 * The person behind a caller, for rules that count persons. An IAM user counts as itself, and an Identity
 * Center user as the same person whatever the permission set. Whoever assumes any other role chooses the name
 * of the session, so that the role counts once, however many sessions it has.
 * @param namedSessions patterns of ARNs of roles whose sessions are named after their persons, because the
 * trust policy of the role demands it: each session name counts as a person
 */
export function personOf({ arn }: CommandCaller, namedSessions: readonly string[] = []): string {
  const federated = FEDERATED.exec(arn)?.[1];
  if (federated !== undefined) {
    return federated;
  }
  const [, partition, account, role = '', session] = SESSION.exec(arn) ?? [];
  if (session === undefined) {
    return arn;
  }
  if (IDENTITY_CENTER_ROLE.test(role)) {
    return `identity-center-user/${session}`;
  }
  const roleArn = `arn:${partition}:iam::${account}:role/${role}`;
  return matchesAny(roleArn, namedSessions) ? arn : roleArn;
}
