import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RecordsApi } from '../../lambdas/adapters/routers/route53/route53-records';
import type { RecordChange, RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import { type Gaps, testUnless } from './gaps';

/** A hosted zone without records of its own, and what reaches it. */
export interface RecordBatchHarness {
  readonly api: RecordsApi;
  readonly hostedZoneId: string;
  /** The DNS name of the zone, without a trailing dot. */
  readonly zoneName: string;
}

/** The hosted zone of load balancers in eu-west-1 (AWS General Reference). */
const LOAD_BALANCERS = 'Z32O12XQLNTSW2';
/** The hosted zone of regional API Gateway endpoints in eu-west-1. */
const APIS = 'ZLY8HYME6SFDD';
const CLOUDFRONT = 'Z2FDTNDATAQYW2';

/** A case: its name, the records before, and the batch. */
type Case = readonly [name: string, before: readonly RecordSet[], batch: readonly RecordChange[]];

const create = (ResourceRecordSet: object): RecordChange => ({ Action: 'CREATE', ResourceRecordSet });
const remove = (ResourceRecordSet: object): RecordChange => ({ Action: 'DELETE', ResourceRecordSet });
const values = (...all: string[]) => ({ TTL: 60, ResourceRecords: all.map((Value) => ({ Value })) });
const v4 = values('192.0.2.1');

/** Cases for a zone; each name is used once. */
function casesOf(hostedZoneId: string, zoneName: string) {
  const at = (Type: string, more: object, label = 'api') => ({
    ...{ Name: `${label === '' ? '' : `${label}.`}${zoneName}.`, Type },
    ...more,
  });
  const weighted = (SetIdentifier: string, Weight: number, more: object = v4, Type = 'A') =>
    at(Type, { SetIdentifier, Weight, ...more });
  const alias = (HostedZoneId: string, DNSName: string) => ({
    AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: false },
  });
  const balancer = alias(LOAD_BALANCERS, 'dualstack.new-1.eu-west-1.elb.amazonaws.com.');
  const gateway = alias(APIS, 'd-abcdefghij.execute-api.eu-west-1.amazonaws.com.');
  const distribution = alias(CLOUDFRONT, 'd111111abcdef8.cloudfront.net.');
  const within = alias(hostedZoneId, `target.${zoneName}.`);
  const name = at('CNAME', values('old.example.net'));

  const accepted: readonly Case[] = [
    ['a simple record', [], [create(at('A', v4))]],
    ['a CNAME', [], [create(name)]],
    ['weights of 0 and 255', [], [create(weighted('old', 255)), create(weighted('new', 0))]],
    ['a set identifier of 128 characters', [], [create(weighted('x'.repeat(128), 1))]],
    ['aliases of A and AAAA', [], [create(at('A', balancer)), create(at('AAAA', gateway))]],
    [
      'a CNAME alias within the zone',
      [at('CNAME', values('old.example.net'), 'target')],
      [create(at('CNAME', within))],
    ],
    ['an A record in place of a CNAME', [name], [remove(name), create(at('A', v4))]],
    ['an alias at the apex', [], [create(at('A', distribution, ''))]],
  ];

  const refused: readonly Case[] = [
    ['an empty batch', [], []],
    ['a CNAME alias to an API', [], [create(at('CNAME', gateway))]],
    ['a weighted CNAME alias to a load balancer', [], [create(weighted('new', 0, balancer, 'CNAME'))]],
    ['a CNAME alias to a distribution', [], [create(at('CNAME', distribution))]],
    ['an alias to a record that is not there', [], [create(at('A', within))]],
    [
      'an alias of another type than its target',
      [at('CNAME', values('old.example.net'), 'target')],
      [create(at('A', within))],
    ],
    ['a CNAME at the apex', [], [create(at('CNAME', values('old.example.net'), ''))]],
    ['a CNAME beside A', [at('A', v4)], [create(name)]],
    ['A beside a CNAME', [name], [create(at('A', v4))]],
    ['a name outside of the zone', [], [create({ ...at('A', v4), Name: 'api.example.org.' })]],
    ['a weight of 256', [], [create(weighted('old', 256))]],
    ['a weight below 0', [], [create(weighted('old', -1))]],
    ['a set identifier of 129 characters', [], [create(weighted('x'.repeat(129), 1))]],
    ['an empty set identifier', [], [create(weighted('', 1))]],
    ['a weight without a set identifier', [], [create(at('A', { Weight: 1, ...v4 }))]],
    ['a set identifier without a routing policy', [], [create(at('A', { SetIdentifier: 'old', ...v4 }))]],
    ['two routing policies in one record', [], [create(weighted('old', 1, { Region: 'eu-west-1', ...v4 }))]],
    [
      'a latency record beside a weighted one',
      [weighted('old', 1)],
      [create(at('A', { SetIdentifier: 'new', Region: 'eu-west-1', ...v4 }))],
    ],
    ['a weighted record beside a simple one', [at('A', v4)], [create(weighted('new', 0))]],
    ['a simple record beside a weighted one', [weighted('old', 1)], [create(at('A', v4))]],
    ['a TTL beside an alias', [], [create(at('A', { TTL: 60, ...balancer }))]],
    ['values beside an alias', [], [create(at('A', { ...v4, ...balancer }))]],
    ['values without a TTL', [], [create(at('A', { ResourceRecords: v4.ResourceRecords }))]],
    ['neither values nor an alias', [], [create(at('A', {}))]],
    ['two TTLs in a pair', [weighted('old', 1)], [create(weighted('new', 0, { ...v4, TTL: 300 }))]],
    ['an address of IPv6 in A', [], [create(at('A', values('2001:db8::1')))]],
    ['an address of IPv4 in AAAA', [], [create(at('AAAA', values('192.0.2.1')))]],
    ['a host name in A', [], [create(at('A', values('new.example.net')))]],
    ['two values in a CNAME', [], [create(at('CNAME', values('a.example.net', 'b.example.net')))]],
    ['one value twice', [], [create(at('A', values('192.0.2.1', '192.0.2.1')))]],
    ['a record that is there already', [at('A', v4)], [create(at('A', v4))]],
    ['the deletion of a record that is not there', [], [remove(at('A', v4))]],
    ['a deletion with another weight', [weighted('old', 1)], [remove(weighted('old', 2))]],
    ['a deletion with another value', [at('A', v4)], [remove(at('A', values('192.0.2.9')))]],
    [
      'one change that is refused among others',
      [weighted('old', 1)],
      [create(weighted('new', 0)), create(weighted('third', 256))],
    ],
  ];
  return { accepted, refused };
}

const named = casesOf('Z0123456789ABCDEFGHIJ', 'example.com');

/**
 * What Route 53 accepts and refuses of a batch, whatever is behind the API: it says no to the same, and then
 * changes nothing.
 * Source: Amazon Route 53 API Reference, ChangeResourceRecordSets and ResourceRecordSet; Developer Guide,
 * "Supported DNS record types" and "Choosing between alias and non-alias records".
 */
export function describeRecordBatch(
  name: string,
  make: () => Promise<RecordBatchHarness>,
  gaps: Gaps<string> = {},
): void {
  describe(`${name} as the batches of a zone`, () => {
    let harness: RecordBatchHarness;
    const run = async (changes: readonly RecordChange[]) =>
      harness.api.change(harness.hostedZoneId, 'contract', changes);
    const listed = async () => {
      const { records } = await harness.api.list(harness.hostedZoneId, {});
      return records.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA');
    };
    const caseOf = (kind: 'accepted' | 'refused', i: number): Case => {
      const { hostedZoneId, zoneName } = harness;
      return casesOf(hostedZoneId, zoneName)[kind][i] as Case;
    };

    beforeEach(async () => {
      harness = await make();
    });

    test.each(named.accepted.map(([what], i) => [what, i] as const))('accepts %s', async (_, i) => {
      const [, before, batch] = caseOf('accepted', i);
      if (before.length > 0) {
        await run(before.map(create));
      }
      expect(await run(batch)).toEqual(expect.any(String));
      const deleted = batch.filter(({ Action }) => Action === 'DELETE').length;
      expect(await listed()).toHaveLength(before.length + batch.length - 2 * deleted);
    });

    named.refused.forEach(([what], i) => {
      testUnless(gaps[what], `refuses ${what}`, async () => {
        const [, before, batch] = caseOf('refused', i);
        if (before.length > 0) {
          await run(before.map(create));
        }
        const found = await listed();
        await expect(run(batch)).rejects.toMatchObject({
          name: expect.stringMatching(/^(InvalidChangeBatch|InvalidInput|Unknown)$/),
        });
        expect(await listed()).toEqual(found);
      });
    });
  });
}
