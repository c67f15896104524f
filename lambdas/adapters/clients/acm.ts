import { ACMClient } from '@aws-sdk/client-acm';
import { settings } from './settings';

/** A client for `acmCertificates`. A file of its own, so that no other function carries it. */
export const acmClient = (): ACMClient => new ACMClient(settings);
