import * as v from 'valibot';
import { sameName } from '../routers/route53/record-names';
import type { Route53 } from '../routers/route53/schema';
import { type RecordSet, readWeighted, recordsText } from '../routers/route53/weighted-records';

const recordSets = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.looseObject({
      Name: v.string(),
      Type: v.string(),
      SetIdentifier: v.exactOptional(v.string()),
      Weight: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
      TTL: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    }),
  ),
);

const preparationSchema = v.looseObject({
  original: recordSets,
  kept: recordSets,
  left: recordSets,
  loweredFrom: v.nullable(v.number()),
  leadSeconds: v.number(),
  what: v.string(),
});

type Parsed = v.InferOutput<typeof preparationSchema>;

/**
 * Why a stored preparation cannot be one of this route: its records are of another name or type, or what
 * would be restored answers otherwise than what is there. A preparation changes the routing policy and the
 * TTL, so that nobody can make a revert write addresses by writing them into the ledger. Null when it can.
 */
export function madeUpPreparation(router: Route53, prepared: unknown): string | null {
  const parsed = v.safeParse(preparationSchema, prepared);
  if (!parsed.success) {
    return '`prepared` is not a preparation';
  }
  const { original, kept, left } = parsed.output;
  const foreign = [...original, ...kept, ...left].find((record) => !isOfRoute(router, record));
  if (foreign !== undefined) {
    return `\`prepared\` has a record of ${foreign.Name} ${foreign.Type}`;
  }
  return sameAnswers(kept, left) && isOriginal(router, parsed.output)
    ? null
    : '`prepared` would restore records that answer otherwise';
}

/**
 * The percent of the records that a preparation leaves, which is that of the route before it: it changes no
 * share of the traffic. Null when they carry none.
 * @param prepared a preparation that is not made up
 */
export function preparedPercent(router: Route53, prepared: unknown): number | null {
  const { left } = v.parse(preparationSchema, prepared);
  const recordTypes = router.recordTypes.filter((type) => left.some(({ Type }) => Type === type));
  try {
    return readWeighted({ ...router, recordTypes }, left).percent;
  } catch {
    return null;
  }
}

function isOfRoute(router: Route53, { Name, Type, SetIdentifier: id }: RecordSet): boolean {
  const { recordName, recordTypes, oldSetIdentifier, newSetIdentifier } = router;
  return (
    sameName(Name, recordName) &&
    recordTypes.some((type) => type === Type) &&
    (id === undefined || id === oldSetIdentifier || id === newSetIdentifier)
  );
}

/** Whether records are the same but for their weights and TTLs. */
function sameAnswers(some: readonly RecordSet[], others: readonly RecordSet[]): boolean {
  const text = (records: readonly RecordSet[]) =>
    records.map(({ Weight: _, TTL: __, ...rest }) => recordsText([rest])).sort();
  return JSON.stringify(text(some)) === JSON.stringify(text(others));
}

/** Whether each type was the pair itself, or the simple record that the old one of the pair was made from. */
function isOriginal(router: Route53, { original, left }: Parsed): boolean {
  return router.recordTypes.every((type) => {
    const before: readonly RecordSet[] = original.filter(({ Type }) => Type === type);
    const after: readonly RecordSet[] = left.filter(({ Type }) => Type === type);
    const old = after.filter(({ SetIdentifier }) => SetIdentifier === router.oldSetIdentifier);
    const simple = old.map(({ SetIdentifier: _, ...rest }) => rest);
    return sameAnswers(before, after) || (after.length === 2 && sameAnswers(before, simple));
  });
}
