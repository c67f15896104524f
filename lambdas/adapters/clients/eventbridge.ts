import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { settings } from './settings';

/** A client for `eventBridgeBus`. In a file of its own, so that the bundles of others do not contain it. */
export const eventBridgeClient = (): EventBridgeClient => new EventBridgeClient(settings);
