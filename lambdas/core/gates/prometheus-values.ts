import * as v from 'valibot';
import { shorten } from '../health/verdict';

/** The values of an answer, or why there are none. */
export type FoundValues = { readonly values: readonly unknown[] } | { readonly problem: string };

/** A sample: a time, and a value as text (Prometheus documentation, "HTTP API"). */
const sample = v.tuple([v.number(), v.string()]);

const failed = v.looseObject({
  status: v.literal('error'),
  errorType: v.optional(v.string(), 'unknown'),
});
const succeeded = v.looseObject({
  status: v.literal('success'),
  data: v.variant('resultType', [
    v.looseObject({ resultType: v.literal('scalar'), result: sample }),
    v.looseObject({
      resultType: v.literal('vector'),
      result: v.array(v.looseObject({ value: sample })),
    }),
  ]),
});

/** The values that an instant query of Prometheus has answered: one for each series. */
export function prometheusValues(document: unknown): FoundValues {
  const error = v.safeParse(failed, document);
  if (error.success) {
    return { problem: `Prometheus answered an error (${shorten(error.output.errorType, 60)})` };
  }
  const answer = v.safeParse(succeeded, document);
  if (!answer.success) {
    return { problem: 'the answer is not that of an instant query of Prometheus with a scalar or a vector' };
  }
  const { data } = answer.output;
  return {
    values: data.resultType === 'scalar' ? [data.result[1]] : data.result.map(({ value }) => value[1]),
  };
}
