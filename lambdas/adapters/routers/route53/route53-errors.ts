import type { Route53 } from '../../../core/routers/route53/schema';
import { RouteBrokenError, RouteChangedError } from '../../../core/shared/errors';
import { isNamed } from '../../shared/service-errors';

/** The error as the SDK returns it when the answer's root element is not the usual `ErrorResponse`. */
interface BareRefusal extends Error {
  readonly Messages?: { readonly Message?: string | readonly string[] };
}

/**
 * What Route 53 answers when a record of the batch is no longer as the batch expects it. Matching "not found"
 * alone would be wrong: an alias whose target is gone is refused with "that target was not found".
 */
const CHANGED = [
  /\] but (it was not found|the values provided do not match the current values|it already exists)/,
  /cannot be created as .* exists? with the same name/,
];

/**
 * Translates Route 53's refusals to the errors of the ports. Any other error is returned as it is.
 * Source: Amazon Route 53 API Reference, ChangeResourceRecordSets and ListResourceRecordSets, "Errors".
 */
export function route53Error(error: unknown, router: Route53): unknown {
  if (isNamed(error, 'NoSuchHostedZone')) {
    return new RouteBrokenError(
      `there is no hosted zone ${router.hostedZoneId} in this account; correct the plan`,
      { cause: error },
    );
  }
  const refusals = refusalsIn(error);
  if (refusals.length === 0) {
    return error;
  }
  const answer = `Route 53 answered: ${refusals.join('; ')}`;
  return refusals.some((refusal) => CHANGED.some((pattern) => pattern.test(refusal)))
    ? new RouteChangedError(
        `${router.recordName} was changed by someone else after it was read, and nothing was written.` +
          ` ${answer}`,
        { cause: error },
      )
    : new RouteBrokenError(
        `${router.recordName}: the change was refused, and nothing was written. ${answer}`,
        { cause: error },
      );
}

/**
 * The messages of a refused batch, or of one that is no valid request (InvalidInput). Route 53 has two forms
 * of the former: the usual `ErrorResponse`, and one whose root element is `InvalidChangeBatch` ("Example
 * Error Response" of ChangeResourceRecordSets), which the SDK does not recognise and names "Unknown".
 */
function refusalsIn(error: unknown): readonly string[] {
  const bare = (error as BareRefusal | undefined)?.Messages?.Message;
  if (bare !== undefined) {
    return [bare].flat();
  }
  return isNamed(error, 'InvalidChangeBatch') || isNamed(error, 'InvalidInput') ? [error.message] : [];
}
