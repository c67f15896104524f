import { refusedCall } from '../../../../lambdas/core/access/refused-call';
import { describeError } from '../../../../lambdas/core/shared/failure';

/** What became of the calls to AWS. */
export interface CallWatch {
  /** A call has answered. */
  answered(port: string): void;
  /** A call has failed. The error goes on to whoever made the call. */
  failed(port: string, error: unknown): void;
}

/** Ports by their names. */
type Ports = Readonly<Record<string, object>>;

/** The same ports, each call of which is reported. Values that are no functions stay as they are. */
export function watchCalls<All>(ports: All, watch: CallWatch): All {
  const watched = Object.entries(ports as Ports).map(([name, port]) => [
    name,
    watchedPort(name, port, watch),
  ]);
  return Object.fromEntries(watched) as All;
}

function watchedPort(name: string, port: object, watch: CallWatch): object {
  const entries = Object.entries(port).map(([key, value]: [string, unknown]) =>
    typeof value === 'function'
      ? [key, (...args: unknown[]) => reported(name, () => value(...args), watch)]
      : [key, value],
  );
  return Object.fromEntries(entries);
}

async function reported(name: string, call: () => unknown, watch: CallWatch): Promise<unknown> {
  try {
    const answer = await call();
    watch.answered(name);
    return answer;
  } catch (error) {
    watch.failed(name, error);
    throw error;
  }
}

/** What AWS refused this caller, in words; null for any other error. */
export function refusalOf(error: unknown): string | null {
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata
    ?.httpStatusCode;
  return refusedCall(error) !== null || status === 401 || status === 403 ? describeError(error) : null;
}
