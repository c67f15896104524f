import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Checked } from '../../lambdas/core/validation/problems';

/**
 * The name of the zone in the prop `zone`; it may be a token. A zone that was imported by its id alone has
 * none, and CDK throws when it is read.
 */
export function nameOfZone(zone: IHostedZone): Checked<string> {
  try {
    return { ok: true, value: zone.zoneName };
  } catch {
    const message =
      'has no name, because it was imported by its id; import it with HostedZone.fromHostedZoneAttributes ' +
      'or HostedZone.fromLookup';
    return { ok: false, problems: [{ path: '', message }] };
  }
}
