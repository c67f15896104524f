import { test } from '@jest/globals';

/** What a harness cannot show, each with the reason. */
export type Gaps<What extends string> = { readonly [One in What]?: string };

/**
 * A test that some harness cannot pass. There it is expected to fail, and its name says why: no test is left out in silence, and
 * a gap that has closed turns red.
 */
export function testUnless(gap: string | undefined, name: string, body: () => Promise<void>): void {
  if (gap === undefined) {
    test(name, body);
  } else {
    test.failing(`${name} — expected to fail: ${gap}`, body);
  }
}
