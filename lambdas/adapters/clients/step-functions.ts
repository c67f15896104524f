import { SFNClient } from '@aws-sdk/client-sfn';
import { settings } from './settings';

/** A client for `stepFunctionsExecutions`. A file of its own, so that no other function carries it. */
export const stepFunctionsClient = (): SFNClient => new SFNClient(settings);
