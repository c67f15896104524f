import { ECSClient } from '@aws-sdk/client-ecs';
import { settings } from './settings';

/** A client for `ecsHook`. A file of its own, so that no other function carries it. */
export const ecsClient = (): ECSClient => new ECSClient(settings);
