import { Route53Client } from '@aws-sdk/client-route-53';
import { settings } from './settings';

/**
 * A client for `route53Router`. In a file of its own, so that the bundles of other functions do not contain
 * it.
 */
export const route53Client = (): Route53Client => new Route53Client(settings);
