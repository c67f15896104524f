import type { Judge } from '../attachment';
import { resourcesOn } from '../compared';
import { attaches, listed } from '../notes';
import { valueText } from '../value-text';
import { isUnder, normalName } from './dns-names';
import { templateRecords } from './record';

/**
 * A private zone of a VPC that exists. The VPC resolves the name of the zone, and every name under it, in the
 * zone alone: a name that the zone does not have is not found (Route 53, "Considerations when working with a
 * private hosted zone").
 */
export const judgePrivateZone: Judge = (added, targets) => {
  const name = normalName(valueText(added.resource.Properties.Name, added));
  const zones = resourcesOn('old', added.world)
    .filter((one) => one.resource.Type === 'AWS::Route53::HostedZone')
    .map((one) => normalName(valueText(one.resource.Properties.Name, one)));
  const live = [...zones, ...templateRecords(added.world).map((record) => record.name)];
  const taken = live.filter((one) => one === name || isUnder(one, name));
  const start = `${attaches(targets)}: the VPC resolves ${name}, and every name under it, in this zone alone`;
  return taken.length === 0
    ? [{ risk: 'medium', note: `${start}.` }]
    : [{ risk: 'high', note: `${start}, also ${listed(taken)}.` }];
};
