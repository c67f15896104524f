import type { Gap } from '../../../core/decommission/old-path';
import { describeError } from '../../../core/shared/failure';
import type { Page, References } from '../../../ports';
import { type PageLimits, readPages } from './read-pages';

/** A scan under way, shared by its concurrent readers. */
export interface Scan extends PageLimits {
  readonly references: References;
  readonly progress: (message: string) => void;
  readonly gaps: Gap[];
}

/** The items of a list, and whether the list is complete. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
}

/**
 * Reads all pages of a list. An error is a gap in the proof and stops no other list; the pages before it
 * count.
 */
export async function readList<T>(
  scan: Scan,
  what: string,
  action: string,
  read: (page: string | null) => Promise<Page<T>>,
): Promise<Listed<T>> {
  const items: T[] = [];
  try {
    await readPages(scan, read, (page) => {
      items.push(...page);
      scan.progress(`${what}: ${items.length}`);
    });
    return { items, complete: true };
  } catch (error) {
    scan.gaps.push({ what: `${what}: ${describeError(error)}`, remedy: remedyFor(error as Error, action) });
    return { items, complete: false };
  }
}

function remedyFor({ name }: Error, action: string): string {
  if (/AccessDenied|NotAuthorized|Unauthorized/.test(name)) {
    return `allow ${action}; in a deployment, with its setting "decommission"`;
  }
  return /^NoSuch|NotFound/.test(name)
    ? 'correct decommission in the plan: this does not exist, or is in another account or region'
    : 'run the scan again: npx @cutover/cutover decommission';
}
