import fc from 'fast-check';

/** One plan in `of` has the value. */
export function sometimes<Value>(of: number, value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof({ weight: of - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}
