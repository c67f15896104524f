import { accessRemedy } from '../../../core/access/refused-call';
import { type Finding, stopFinding } from '../../../core/preflight/finding';
import { RouteBrokenError, ServiceBusyError } from '../../../core/shared/errors';

/** A check that fails is a finding too, unless the service was only busy: then the step is retried. */
export async function findingsOf(check: Finding['check'], run: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ServiceBusyError) {
      throw error;
    }
    const { name, message } = error as Error;
    return error instanceof RouteBrokenError
      ? [stopFinding(check, message, 'correct this, then start again')]
      : [
          stopFinding(
            check,
            `could not be checked: ${name}: ${message}`,
            accessRemedy(error) ?? 'correct what the message names, and start again',
          ),
        ];
  }
}

/** A value, or the error that it could not be read for. */
export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

/** Runs something whose error is for several checks. */
export async function attempt<T>(run: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** @throws the error that the value could not be read for */
export function valueOrThrow<T>(read: Attempt<T>): T {
  if (!read.ok) {
    throw read.error;
  }
  return read.value;
}
