/** Lines of record sets, for the cases of additions. */

/** A record set `id` of a name; `more` has its type and how Route 53 chooses it. */
export const set = (id: string, name: string, more = 'Type: A', zone = 'HostedZoneId: Z1') =>
  `${id}: { Type: AWS::Route53::RecordSet, Properties: { ${zone}, Name: ${JSON.stringify(name)}, ${more},` +
  ' TTL: 60, ResourceRecords: [x] } }';

/** An A record with a weight; its set identifier is `id`. */
export const weighted = (
  id: string,
  weight: number | string,
  name = 'api.example.com',
  zone = 'HostedZoneId: Z1',
) => set(id, name, `Type: A, SetIdentifier: ${id}, Weight: ${weight}`, zone);
