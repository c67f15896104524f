import { HostedZone } from '../../../../lib/rehearsal/routers/route53/hosted-zone';
import { describeRecordBatch } from '../../../contracts/record-batch.contract';

describeRecordBatch('the simulated Route 53', async () => {
  const hostedZoneId = 'Z0123456789ABCDEFGHIJ';
  const zoneName = 'example.com';
  const zone = new HostedZone({ id: hostedZoneId, name: zoneName, isInsync: () => true });
  return {
    hostedZoneId,
    zoneName,
    api: {
      list: async (id, from) => zone.listResourceRecordSets(id, from),
      change: async (id, _, changes) => zone.changeResourceRecordSets(id, changes),
      isInsync: async (id) => zone.getChange(id) === 'INSYNC',
    },
  };
});
