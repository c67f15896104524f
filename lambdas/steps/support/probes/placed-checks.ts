import type { SmokeTest } from '../../../core/plan/smoke-test';
import type { NewRecord, RecordTarget } from '../../../core/routers/route53/new-record';
import { productionNameChecks } from '../../../core/smoke-test/production-name';
import type { PlacedCheck } from '../run-checks';
import type { CheckTarget } from '../send-check';

/** The checks that are sent to one target of the new record. */
export interface ChecksOfTarget {
  readonly target: RecordTarget;
  readonly checks: readonly PlacedCheck[];
}

/** The family of addresses that a record of a type leads to; a CNAME leads to both. */
const FAMILIES = { A: 4, AAAA: 6, CNAME: undefined } as const;

/** The checks of the production name at every target of the new record; none for a route without records. */
export function checksOfTargets(smokeTest: SmokeTest, record: NewRecord | null): readonly ChecksOfTarget[] {
  if (record === null) {
    return [];
  }
  const checks = productionNameChecks(smokeTest);
  return record.targets.map((target) => {
    const place = productionPlace(smokeTest, record.name, target);
    return { target, checks: checks.map((check) => ({ place, check })) };
  });
}

/** Production's Host and TLS name, with a connection to the target. The port is that of the base URL. */
function productionPlace({ baseUrl }: SmokeTest, name: string, { type, host }: RecordTarget): CheckTarget {
  const { port } = new URL(baseUrl);
  return {
    baseUrl: `https://${name}${port === '' ? '' : `:${port}`}`,
    connectTo: host,
    family: FAMILIES[type],
  };
}
