import { Arn, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { noResourceTypes, WildcardStatement } from '../../iam/wildcards';
import type { RecordRoutes } from './record-routes';

type Records = readonly Required<RecordRoutes>[];

const KEY = 'route53:ChangeResourceRecordSets';

/** Reading every record of the zones. Route 53 cannot narrow this to a name. */
export function readRecords(scope: Construct, routes: Records): PolicyStatement[] {
  return readZones(
    scope,
    routes.map(({ hostedZoneId }) => hostedZoneId),
  );
}

/** Reading every record of these zones, of which there is at least one. */
export function readZones(scope: Construct, hostedZoneIds: readonly string[]): PolicyStatement[] {
  const resources = hostedZoneIds.map((id) => zoneArn(scope, id));
  return [new PolicyStatement({ actions: ['route53:ListResourceRecordSets'], resources })];
}

/**
 * Changing the named records only, by the two actions that a shift consists of. IAM cannot narrow this to a
 * weight or a set identifier.
 * Source: Amazon Route 53 Developer Guide, "Using IAM policy conditions for fine-grained access control".
 */
export function writeRecords(scope: Construct, routes: Records): PolicyStatement[] {
  return routes.map(({ hostedZoneId, recordNames, recordTypes }) => {
    const pinned = {
      // The `*` of a wildcard is escaped there (Developer Guide, "Normalized record names").
      [`${KEY}NormalizedRecordNames`]: recordNames.map((name) => name.replace(/^\*\./, '\\052.')),
      [`${KEY}RecordTypes`]: [...recordTypes],
      [`${KEY}Actions`]: ['CREATE', 'DELETE'],
    };
    return new PolicyStatement({
      actions: ['route53:ChangeResourceRecordSets'],
      resources: [zoneArn(scope, hostedZoneId)],
      conditions: {
        'ForAllValues:StringEquals': pinned,
        // ForAllValues is also true for a key that the request does not have.
        Null: Object.fromEntries(Object.keys(pinned).map((key) => [key, 'false'])),
      },
    });
  });
}

/** Reading whether a change has propagated. */
export function readChanges(scope: Construct): PolicyStatement[] {
  return [
    new WildcardStatement({
      actions: ['route53:GetChange'],
      resource: route53Arn(scope, 'change', '*'),
      reason: 'the id of a change is not known before it is made',
    }),
  ];
}

/** Reading the health check that a record carries. */
export function readHealthChecks(scope: Construct): PolicyStatement[] {
  return [
    new WildcardStatement({
      actions: ['route53:GetHealthCheck'],
      resource: route53Arn(scope, 'healthcheck', '*'),
      reason: 'the record names the health check; only its description is read',
    }),
  ];
}

/** Finding the other zones that answer for a name, and reading what they have there. */
export function readOtherZones(scope: Construct): PolicyStatement[] {
  return [
    new WildcardStatement({
      actions: ['route53:ListHostedZonesByName'],
      resource: '*',
      reason: noResourceTypes('Amazon Route 53'),
    }),
    new WildcardStatement({
      actions: ['route53:ListResourceRecordSets'],
      resource: route53Arn(scope, 'hostedzone', '*'),
      reason: 'any zone of the account may have records for the name; the action only reads',
    }),
  ];
}

function zoneArn(scope: Construct, hostedZoneId: string): string {
  return route53Arn(scope, 'hostedzone', hostedZoneId);
}

function route53Arn(scope: Construct, resource: string, resourceName: string): string {
  return Arn.format({ service: 'route53', region: '', account: '', resource, resourceName }, Stack.of(scope));
}
