import { ServiceBusyError } from '../../core/shared/errors';
import type { Clock, Page } from '../../ports';

/** How long a look may take, and who hears how it goes. */
export interface PageLimits {
  readonly clock: Clock;
  /** Epoch milliseconds: no call begins after this. */
  readonly until: number;
}

/** Tries of one page. Between them it waits 1, 2, 4, 8 and 16 s, besides what the SDK waits. */
const TRIES = 6;

/**
 * Reads page after page, each as often as a busy service wants to be asked again, and hands on what a page holds as soon as it is there: what
 * came before an error is not lost.
 * @throws Error when the time is over, or the error of a page
 */
export async function readPages<T>(
  patience: PageLimits,
  read: (page: string | null) => Promise<Page<T>>,
  take: (items: readonly T[]) => void,
): Promise<void> {
  let page: string | null = null;
  do {
    const from: string | null = page;
    const { items, next }: Page<T> = await patiently(patience, () => read(from));
    take(items);
    page = next;
  } while (page !== null);
}

async function patiently<T>(patience: PageLimits, call: () => Promise<T>, attempt = 1): Promise<T> {
  const { clock, until } = patience;
  if (clock.now() >= until) {
    throw Object.assign(new Error('there was no time for the rest'), { name: 'OutOfTime' });
  }
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ServiceBusyError) || attempt === TRIES) {
      throw error;
    }
  }
  await clock.sleep(1_000 * 2 ** (attempt - 1));
  return patiently(patience, call, attempt + 1);
}
