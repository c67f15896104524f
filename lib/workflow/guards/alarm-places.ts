import { Names, Stack, Token } from 'aws-cdk-lib';
import { CfnEventBusPolicy, type EventPattern } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import * as v from 'valibot';
import { check, type Problem } from '../../../lambdas/core/validation/problems';
import { alarmPlaceSchema } from '../settings/given-schemas';

/** A place other than that of the workflow, from which events of alarms are forwarded to it. */
export interface AlarmPlace {
  /** Such as `us-east-1`, where the alarms of CloudFront and Route 53 are. */
  readonly region: string;
  /**
   * The account of the alarms, by its 12 digits.
   * @default - the account of the workflow
   */
  readonly account?: string;
}

/** Places other than that of the workflow, from which events of alarms are forwarded to it. */
export type AlarmPlaces = readonly AlarmPlace[];

/** The longest id of a statement (Amazon EventBridge API Reference, PutPermission), in characters. */
const STATEMENT_ID_LENGTH = 64;

const propSchema = v.strictObject({ alarmPlaces: v.array(alarmPlaceSchema) });

/** Problems of the prop `alarmPlaces`. */
export function alarmPlacesProblems(alarmPlaces: AlarmPlaces): readonly Problem[] {
  const checked = check(propSchema, { alarmPlaces });
  return checked.ok ? [] : checked.problems;
}

/**
 * Events of this account and Region, and of the places that forward theirs. A bus may also receive those of
 * others (Amazon EventBridge User Guide, "Sending and receiving Amazon EventBridge events between AWS
 * accounts"), and an alarm there may have the same name. An event that is forwarded keeps its own account and
 * Region.
 */
export function fromPlaces(
  scope: Construct,
  places: AlarmPlaces,
): Required<Pick<EventPattern, 'account' | 'region'>> {
  const { account, region } = Stack.of(scope);
  const accounts = places.map((place) => place.account ?? account);
  return {
    account: [...new Set([account, ...accounts])],
    region: [...new Set([region, ...places.map((place) => place.region)])],
  };
}

/**
 * Lets other accounts send events of alarms to the default bus, and no other event. Rules of the same account
 * in another Region need no such policy: their role is enough.
 * Source: Amazon EventBridge User Guide, "Resource-based policies for Amazon EventBridge".
 */
export function admitAccounts(scope: Construct, places: AlarmPlaces): void {
  const own = Stack.of(scope).account;
  const accounts = [...new Set(places.flatMap(({ account }) => account ?? []))];
  for (const account of accounts.filter((one) => Token.isUnresolved(own) || one !== own)) {
    const { partition, region } = Stack.of(scope);
    new CfnEventBusPolicy(scope, `AlarmsOf${account}`, {
      statementId: statementId(scope, account),
      statement: {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'events:PutEvents',
        Resource: `arn:${partition}:events:${region}:${own}:event-bus/default`,
        Condition: {
          StringEquals: {
            'events:source': 'aws.cloudwatch',
            'events:detail-type': 'CloudWatch Alarm State Change',
          },
        },
      },
    });
  }
}

/** Workflows of one account and Region share its default bus, on which the id of a statement is unique. */
function statementId(scope: Construct, account: string): string {
  const end = `-alarms-of-${account}`;
  return `${Names.uniqueResourceName(scope, { maxLength: STATEMENT_ID_LENGTH - end.length })}${end}`;
}
