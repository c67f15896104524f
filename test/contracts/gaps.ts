import { test } from '@jest/globals';

/** What a harness cannot show, with the reason for each. */
export type Gaps<What extends string> = { readonly [One in What]?: string };

/**
 * A test that some harness cannot pass. It is expected to fail there, and its name gives the reason. So no
 * test is skipped silently, and a gap that has closed fails the build.
 */
export function testUnless(gap: string | undefined, name: string, body: () => Promise<void>): void {
  if (gap === undefined) {
    test(name, body);
  } else {
    test.failing(`${name} — expected to fail: ${gap}`, body);
  }
}
