import type { App } from 'aws-cdk-lib';

/**
 * Adds the stack of an app in plain JavaScript, with a service and a distribution.
 * @param extra props that are added to those of the service
 */
export function addPlainStacks(app: App, extra?: Readonly<Record<string, unknown>>): void;

/** Adds the workflow of that app, in a stack of its own. */
export function addPlainWorkflow(app: App): void;
