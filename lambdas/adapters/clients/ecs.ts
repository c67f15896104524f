import { ECSClient } from '@aws-sdk/client-ecs';
import { settings } from './settings';

/** A client for `ecsHook`. In a file of its own, so that the bundles of other functions do not contain it. */
export const ecsClient = (): ECSClient => new ECSClient(settings);
