import { ACMClient } from '@aws-sdk/client-acm';
import { settings } from './settings';

/**
 * A client for `acmCertificates`. In a file of its own, so that the bundles of other functions do not contain
 * it.
 */
export const acmClient = (): ACMClient => new ACMClient(settings);
