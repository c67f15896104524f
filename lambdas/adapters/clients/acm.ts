import { ACMClient } from '@aws-sdk/client-acm';
import { type Place, settingsAt } from './place';

/**
 * A client for `acmCertificates`. In a file of its own, so that the bundles of other functions do not contain
 * it.
 */
export const acmClient = (place?: Place): ACMClient => new ACMClient(settingsAt(place));
