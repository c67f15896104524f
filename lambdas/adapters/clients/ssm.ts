import { SSMClient } from '@aws-sdk/client-ssm';
import { type Place, settingsAt } from './place';

/** A client for `ssmChangeCalendars`. */
export const ssmClient = (place?: Place): SSMClient => new SSMClient(settingsAt(place));
