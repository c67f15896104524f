import { ServiceBusyError } from '../../../core/shared/errors';
import type { Clock, Page } from '../../../ports';

/** Until when pages are read. */
export interface PageLimits {
  readonly clock: Clock;
  /** Epoch milliseconds: no call begins after this. */
  readonly until: number;
}

/** Tries of one page. Between them this waits 1, 2, 4, 8 and 16 s, in addition to the retries of the SDK. */
const TRIES = 6;

/**
 * Reads page after page, with retries while the service is busy. Hands over the items of each page as soon as
 * it is read, so that an error loses nothing of the pages before it.
 * @throws Error when the time is over, or the error of a page
 */
export async function readPages<T>(
  limits: PageLimits,
  read: (page: string | null) => Promise<Page<T>>,
  take: (items: readonly T[]) => void,
): Promise<void> {
  let page: string | null = null;
  do {
    const from: string | null = page;
    const { items, next }: Page<T> = await withRetries(limits, () => read(from));
    take(items);
    page = next;
  } while (page !== null);
}

async function withRetries<T>(limits: PageLimits, call: () => Promise<T>, attempt = 1): Promise<T> {
  const { clock, until } = limits;
  if (clock.now() >= until) {
    throw Object.assign(new Error('there was no time to read the rest'), { name: 'OutOfTime' });
  }
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ServiceBusyError) || attempt === TRIES) {
      throw error;
    }
  }
  await clock.sleep(1_000 * 2 ** (attempt - 1));
  return withRetries(limits, call, attempt + 1);
}
