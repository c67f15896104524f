import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import { AwsError } from '../../shared/aws-error';

/** Where a call went, for the remedy. */
export interface CallPlace {
  /** The Region of the caller's settings. */
  readonly region: string;
  /** `AWS_ENDPOINT_URL`; undefined without it. */
  readonly endpoint: string | undefined;
}

/** Names of errors by which AWS says that credentials are no longer valid (Common Errors of each API). */
const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;

/** Names of errors by which AWS says that it does not know the caller, or the caller's signature. */
const UNKNOWN_CALLER = new RegExp(
  '^(AuthFailure|IncompleteSignature(Exception)?|InvalidAccessKeyId|InvalidClientTokenId|' +
    'InvalidSignatureException|InvalidToken|MissingAuthenticationToken(Exception)?|NotSignedUp|OptInRequired|' +
    'SignatureDoesNotMatch|UnrecognizedClientException)$',
);

const SIGN_IN =
  'sign in again (aws sso login, aws login, AWS_PROFILE), or set new AWS_ACCESS_KEY_ID,' +
  ' AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN';

/**
 * Why no call of this caller can be answered: there are no credentials, AWS does not take them, or AWS was
 * not reached.
 * @returns null for an error that concerns one call alone, and for one that is not from the SDK
 */
export function awsFailure(error: unknown, place: CallPlace): AwsError | null {
  if (!(error instanceof Error)) {
    return null;
  }
  if (error instanceof ServiceBusyError) {
    return failure(
      `AWS could not be reached, or was busy: ${error.message}`,
      reachRemedy(error, place),
      error,
    );
  }
  if (EXPIRED.test(error.name)) {
    return failure(`the AWS credentials have expired (${described(error)})`, SIGN_IN, error);
  }
  if (UNKNOWN_CALLER.test(error.name)) {
    const remedy =
      `${SIGN_IN}; see that the clock of this machine is right, and that the Region ${place.region} is` +
      ' enabled for the account';
    return failure(`AWS did not accept the credentials (${described(error)})`, remedy, error);
  }
  if ('tryNextLink' in error) {
    return failure(`there are no AWS credentials: ${error.message}`, SIGN_IN, error);
  }
  return null;
}

function failure(what: string, remedy: string, cause: Error): AwsError {
  return new AwsError(`${what}; ${remedy}`, { cause });
}

function described({ name, message }: Error): string {
  return `${name}: ${message}`;
}

/** The SDK's error has a code of Node.js where there was no answer at all. */
function reachRemedy({ cause }: ServiceBusyError, { region, endpoint }: CallPlace): string {
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  if (endpoint !== undefined) {
    return `see that ${endpoint} (AWS_ENDPOINT_URL) answers, or unset it to call AWS itself`;
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `see that there is a Region ${region} (--region, AWS_REGION), and that this machine has a network`;
  }
  return typeof code === 'string' || (cause as Error | undefined)?.name === 'TimeoutError'
    ? 'see that this machine reaches AWS (network, proxy, VPN), and run the command again'
    : 'run the command again';
}
