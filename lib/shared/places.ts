import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct, IConstruct } from 'constructs';
import { arnParts } from '../../lambdas/core/shared/arn';
import type { Problem } from '../../lambdas/core/validation/problems';
import { isKnownLater, isPendingLookup } from './lookups';

/** Where something is, as far as synth knows it. */
export interface KnownPlace {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
}

/** Something that a construct is given. */
export interface Given {
  /** The ARN; a token is allowed. */
  readonly arn?: string;
  /** The construct, if it is one. Its environment counts only where it is defined in this app. */
  readonly of?: IConstruct & { readonly env: { readonly region: string; readonly account: string } };
}

/** Where it must be. What is left out does not matter. */
export interface WantedPlace extends KnownPlace {
  /** Why, with what the service does: `a deployment monitors alarms by name, in its own region`. */
  readonly why: string;
}

/**
 * Where something is. The ARN is asked first, because CDK gives what is imported the environment of the stack
 * that imports it. An ARN may be known in parts: `arn:<token>:acm:us-east-1:…`.
 */
export function placeOfGiven({ arn, of }: Given): KnownPlace {
  const env = of?.node.defaultChild === undefined ? undefined : of.env;
  const [, partition, , region, account] = arn?.split(':') ?? [];
  return {
    ...known('partition', partition),
    ...known('region', region, env?.region),
    ...known('account', account, env?.account),
  };
}

function known(name: keyof KnownPlace, ...values: readonly (string | undefined)[]): KnownPlace {
  const found = values.find((value) => value !== undefined && value !== '' && !Token.isUnresolved(value));
  return found === undefined ? {} : { [name]: found };
}

/** Where a stack is, as far as synth knows it. */
export function placeOfStack(scope: Construct): KnownPlace {
  const { partition, region, account } = Stack.of(scope);
  // Without a feature flag, CDK does not derive the partition from the region.
  const derived = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
  return {
    ...known('partition', derived, partition),
    ...known('region', region),
    ...known('account', account),
  };
}

/**
 * Problems of a prop that is in another place than the service accepts. What synth does not know is left to
 * the service.
 * @param path the prop, such as `alarms[0]`
 */
export function placeProblems(path: string, given: Given, wanted: WantedPlace): Problem[] {
  const { arn } = given;
  if (arn !== undefined && !isKnownLater(arn) && arnParts(arn) === null) {
    return [{ path, message: `is "${arn}"; must be an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE` }];
  }
  if (arn !== undefined && isPendingLookup(arn)) {
    return [];
  }
  const is = placeOfGiven(given);
  const other = (['partition', 'region', 'account'] as const).find(
    (part) => is[part] !== undefined && wanted[part] !== undefined && is[part] !== wanted[part],
  );
  if (other === undefined) {
    return [];
  }
  const what = other === 'region' ? '' : `the ${other} `;
  return [{ path, message: `is in ${what}${is[other]}; must be in ${what}${wanted[other]}: ${wanted.why}` }];
}

/** `placeProblems` for what must be in the region of a stack, and in its account where `account` is set. */
export function hereProblems(
  scope: Construct,
  path: string,
  given: Given | undefined,
  { why, account = false }: { readonly why: string; readonly account?: boolean },
): Problem[] {
  const { partition, region, account: own } = placeOfStack(scope);
  const here = {
    ...(partition === undefined ? {} : { partition }),
    ...(region === undefined ? {} : { region }),
    ...(account && own !== undefined ? { account: own } : {}),
  };
  return given === undefined ? [] : placeProblems(path, given, { ...here, why });
}
