import { Route53Client } from '@aws-sdk/client-route-53';
import { type Place, settingsAt } from './place';

/**
 * A client for `route53Router`. In a file of its own, so that the bundles of other functions do not contain
 * it.
 */
export const route53Client = (place?: Place): Route53Client => new Route53Client(settingsAt(place));
