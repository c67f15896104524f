import type { App } from 'aws-cdk-lib';

/**
 * Adds the stacks of an app in plain JavaScript.
 * @param extra props that are added to those of the service
 */
export function addPlainStacks(app: App, extra?: Readonly<Record<string, unknown>>): void;
