import type { AttachmentFinding, Judge } from '../attachment';
import { liveResources, type PlacedResource } from '../compared';
import { propertyValues } from '../paths';
import { isUnder, normalName } from '../records/dns-names';
import { valueText } from '../value-text';

/** The properties with the names that a resource answers for, by the service that keeps them apart. */
const CLAIMS: readonly { readonly types: RegExp; readonly paths: readonly string[] }[] = [
  { types: /^AWS::CloudFront::Distribution(Tenant)?$/, paths: ['DistributionConfig.Aliases', 'Domains'] },
  { types: /^AWS::ApiGateway(V2)?::DomainName(V2)?$/, paths: ['DomainName'] },
];

/**
 * A distribution, or a custom domain, for a name under the wildcard of a live one: the more specific name
 * wins, so requests for it leave the live one as soon as it is created.
 */
export const judgeNameClaims: Judge = (added) => {
  const live = liveResources(added.world)
    .filter((one) => kindOf(one) === kindOf(added))
    .filter((one) => !(one.logicalId === added.logicalId && one.stack === added.stack));
  return namesOf(added).flatMap((name) =>
    live.flatMap((one) => namesOf(one).flatMap((taken) => conflict(name, taken, one.logicalId))),
  );
};

function conflict(name: string, live: string, logicalId: string): AttachmentFinding[] {
  if (name === live) {
    const note = `${logicalId} has the name ${name} already: the service refuses it a second time.`;
    return [{ risk: 'high', note }];
  }
  if (live.startsWith('*.') && isUnder(name, live.slice(2))) {
    const note = `It takes the requests for ${name} from ${logicalId}, which serves ${live}.`;
    return [{ risk: 'high', note }];
  }
  return [];
}

function kindOf({ resource }: PlacedResource): number {
  return CLAIMS.findIndex(({ types }) => types.test(resource.Type));
}

function namesOf(claim: PlacedResource): string[] {
  return (CLAIMS[kindOf(claim)]?.paths ?? [])
    .flatMap((path) => propertyValues(claim.resource.Properties, path))
    .map((value) => normalName(valueText(value, claim)));
}
