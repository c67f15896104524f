import { sameName } from '../routers/route53/record-names';
import type { Route53 } from '../routers/route53/schema';
import { type RecordSet, recordsText } from '../routers/route53/weighted-records';
import type { Preparation } from './preparation';

/** How much is restored: the lowered TTL alone, or everything that was prepared. */
export type RestoreScope = 'ttl' | 'everything';

/** The change that restores prepared records. */
export interface Restoration {
  /** The records that are replaced, as they are now; empty when there is nothing to do. */
  readonly from: readonly RecordSet[];
  readonly to: readonly RecordSet[];
  /** Types that someone else has changed since: they stay as they are. */
  readonly leftAlone: readonly string[];
  /** Every record of the route after the change. */
  readonly after: readonly RecordSet[];
}

/**
 * Works out how prepared records are restored. Changes only records that are still as the preparation left
 * them. Weights may have changed since; they are not compared and stay as they are. The pair becomes a simple
 * record again only while the new path has no weight.
 * @param records every record set of the route's name
 */
export function planRestoration(
  router: Route53,
  preparation: Preparation,
  scope: RestoreScope,
  records: readonly RecordSet[],
): Restoration {
  const read = (part: 'original' | 'kept' | 'left') => JSON.parse(preparation[part]) as RecordSet[];
  const ofType = (all: readonly RecordSet[], type: string) => all.filter((record) => record.Type === type);
  const here = records.filter(({ Name }) => sameName(Name, router.recordName));
  const steps = router.recordTypes.map((type) => ({
    type,
    ...restoreType(
      ofType(here, type),
      ofType(read(scope === 'everything' ? 'original' : 'kept'), type),
      [read('left'), read('kept')].map((known) => ofType(known, type)),
    ),
  }));
  const from = steps.flatMap((step) => step.from);
  const to = steps.flatMap((step) => step.to);
  return {
    from,
    to,
    leftAlone: steps.filter(({ isForeign }) => isForeign).map(({ type }) => type),
    after: [...here.filter((record) => !from.includes(record)), ...to],
  };
}

interface TypeRestoration {
  readonly from: readonly RecordSet[];
  readonly to: readonly RecordSet[];
  /** Whether someone else has changed the records. */
  readonly isForeign: boolean;
}

/** A type that was not changed has no records in the preparation, and so there is nothing to restore. */
function restoreType(
  here: readonly RecordSet[],
  wanted: readonly RecordSet[],
  known: readonly (readonly RecordSet[])[],
): TypeRestoration {
  const nothing = { from: [], to: [] };
  if (isSame(named(here, wanted), wanted)) {
    return { ...nothing, isForeign: false };
  }
  const from = known
    .map((records) => ({ found: named(here, records), records }))
    .find(({ found, records }) => isSame(found, records))?.found;
  const isSimple = wanted.every(({ Weight }) => Weight === undefined);
  if (from === undefined || (isSimple && !isAlone(here, from))) {
    return { ...nothing, isForeign: true };
  }
  const to = wanted.map((record) => ({ ...record, ...weightOf(record, from) }));
  return { from, to, isForeign: false };
}

/** The records with the set identifiers of others, in their order. */
function named(here: readonly RecordSet[], others: readonly RecordSet[]): RecordSet[] {
  return others.flatMap(
    ({ SetIdentifier }) => here.find((record) => record.SetIdentifier === SetIdentifier) ?? [],
  );
}

function isSame(some: readonly RecordSet[], others: readonly RecordSet[]): boolean {
  const text = (records: readonly RecordSet[]) => recordsText(records.map(({ Weight: _, ...rest }) => rest));
  return text(some) === text(others);
}

/**
 * Whether the pair has no third record and the old one all traffic, so that a simple record answers the same.
 */
function isAlone(here: readonly RecordSet[], pair: readonly RecordSet[]): boolean {
  const [old, fresh] = pair.map(({ Weight }) => Weight);
  return here.length === 2 && fresh === 0 && old !== 0;
}

function weightOf(record: RecordSet, from: readonly RecordSet[]): Pick<RecordSet, 'Weight'> {
  const weight = from.find(({ SetIdentifier }) => SetIdentifier === record.SetIdentifier)?.Weight;
  return weight === undefined ? {} : { Weight: weight };
}
