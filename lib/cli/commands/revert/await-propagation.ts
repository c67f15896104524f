import { ServiceBusyError } from '../../../../lambdas/core/shared/errors';
import type { DirectWrite } from '../../../../lambdas/ports';
import { AwsError, fromAws } from '../../../shared/aws-error';
import type { DirectRevertPorts } from './ports';

/** How a wait ended; the reason goes after "but". */
export type Wait =
  | { readonly outcome: 'propagated' }
  | { readonly outcome: 'timed-out' | 'unverified'; readonly reason: string };

/** Milliseconds between two questions. Route 53 takes 10 requests a second for a whole account. */
const POLL_MS = 5_000;

/** Waits until the router's own servers have a change. A service that is busy is asked again. */
export async function awaitPropagation(
  { router, clock, progress }: DirectRevertPorts,
  written: DirectWrite,
  seconds: number,
): Promise<Wait> {
  const startedAt = clock.now();
  const until = startedAt + 1_000 * seconds;
  let busy = '';
  for (;;) {
    try {
      if (await fromAws('read the state of the change', router.propagated(written))) {
        return { outcome: 'propagated' };
      }
      busy = '';
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      if (!(error.cause instanceof ServiceBusyError)) {
        return { outcome: 'unverified', reason: error.message };
      }
      busy = `; last, ${error.message}`;
    }
    if (clock.now() >= until) {
      return { outcome: 'timed-out', reason: `it had not propagated after ${seconds} s${busy}` };
    }
    progress(`waiting for propagation, ${Math.round((clock.now() - startedAt) / 1_000)} s so far${busy}`);
    await clock.sleep(Math.min(POLL_MS, until - clock.now()));
  }
}
