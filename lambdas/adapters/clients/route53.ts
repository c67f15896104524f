import { Route53Client } from '@aws-sdk/client-route-53';
import { settings } from './settings';

/** A client for `route53Router`. A file of its own, so that no other function carries it. */
export const route53Client = (): Route53Client => new Route53Client(settings);
