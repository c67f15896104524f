/**
 * On-demand prices in USD per hour: Linux, us-east-1, without the free tier. Each of them was compared in
 * November 2026 with the list of 19 January 2026 that Karpenter generates from the AWS Price List
 * (`zz_generated.pricing_aws.go`): all are equal. A plan overrides them with `usdPerHour`.
 */
const BURSTABLE: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  t2: { micro: 0.0116, small: 0.023, medium: 0.0464, large: 0.0928, xlarge: 0.1856, '2xlarge': 0.3712 },
  t3: { micro: 0.0104, small: 0.0208, medium: 0.0416, large: 0.0832, xlarge: 0.1664, '2xlarge': 0.3328 },
  t4g: { micro: 0.0084, small: 0.0168, medium: 0.0336, large: 0.0672, xlarge: 0.1344, '2xlarge': 0.2688 },
};

/** The price of the size `large` of families whose prices are in proportion to their sizes. */
const LARGE: Readonly<Record<string, number>> = {
  ...{ m5: 0.096, m6i: 0.096, m7i: 0.1008, m6g: 0.077, m7g: 0.0816 },
  ...{ c5: 0.085, c6i: 0.085, c6g: 0.068, c7g: 0.0725 },
  ...{ r5: 0.126, r6i: 0.126, r6g: 0.1008, r7g: 0.1071 },
};
const SIZES: Readonly<Record<string, number>> = { large: 1, xlarge: 2, '2xlarge': 4, '4xlarge': 8 };

/** The price of an hour of an instance type, in USD; null where this table does not have it. */
export function instanceUsdPerHour(instanceType: string): number | null {
  const [family = '', size = ''] = instanceType.split('.');
  const listed = valueAt(valueAt(BURSTABLE, family) ?? {}, size);
  const [large, sizes] = [valueAt(LARGE, family), valueAt(SIZES, size)];
  return listed ?? (large === undefined || sizes === undefined ? null : large * sizes);
}

function valueAt<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
