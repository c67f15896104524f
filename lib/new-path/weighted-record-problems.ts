import { RecordTarget } from 'aws-cdk-lib/aws-route53';
import type { Problem } from '../../lambdas/core/validation/problems';
import { durationProblems } from '../shared/durations';
import type { RouteRecordType } from '../workflow/routers/routes';
import type { PathTarget, WeightedRecordsProps } from './weighted-records-props';

/** The props with their defaults. */
export interface WeightedSettings extends WeightedRecordsProps {
  readonly serving: 'old' | 'new';
  readonly oldSetIdentifier: string;
  readonly newSetIdentifier: string;
  readonly recordTypes: readonly RouteRecordType[];
}

/** The target of a path, as far as its records are created here. */
export function createdTarget(settings: WeightedSettings, path: 'old' | 'new'): PathTarget | undefined {
  const target = settings[path];
  return target === 'elsewhere' ? undefined : target;
}

/** The target of a path for one record type. */
export function targetOf(path: PathTarget, type: RouteRecordType): RecordTarget | undefined {
  return path instanceof RecordTarget ? path : path[type];
}

/** The largest TTL (Amazon Route 53 API Reference, ResourceRecordSet), in seconds. */
const MAX_TTL_SECONDS = 2_147_483_647;

/** Problems that CloudFormation would not report, or that would only show during a cutover. */
export function weightedRecordProblems(settings: WeightedSettings, zoneName: string): Problem[] {
  const { serving, ttl, newHealthCheckId, recordTypes } = settings;
  const paths = (['old', 'new'] as const).flatMap((path) => {
    const target = createdTarget(settings, path);
    return target === undefined ? [] : [{ path, target }];
  });
  const targets = paths.flatMap(({ target }) => recordTypes.flatMap((type) => targetOf(target, type) ?? []));
  const problems: Problem[] = [];
  if ((serving === 'old' || serving === 'new') && settings[serving] === undefined) {
    const message =
      `is "${serving}", but there is no ${serving} target; give ${serving}: otherwise all weights are 0, ` +
      'and Route 53 treats them as equal';
    problems.push({ path: 'serving', message });
  }
  if (ttl !== undefined && targets.every(({ aliasTarget }) => aliasTarget !== undefined)) {
    const message = 'is given, but aliases have the TTL of their targets; leave it out';
    problems.push({ path: 'ttl', message });
  }
  if (newHealthCheckId !== undefined && settings.new === undefined) {
    const message = 'is given without new; give new, because only new records have the health check';
    problems.push({ path: 'newHealthCheckId', message });
  }
  if (settings.old === 'elsewhere' && settings.new === undefined) {
    const message = 'is "elsewhere" without new, so no record would be created; give new';
    problems.push({ path: 'old', message });
  }
  if (recordTypes.includes('CNAME') && recordTypes.length > 1) {
    const message =
      `is ${recordTypes.join(' and ')}; CNAME must be alone, because DNS allows no other ` +
      'type next to it';
    problems.push({ path: 'recordTypes', message });
  }
  if (recordTypes.includes('CNAME') && sameName(settings.recordName, zoneName)) {
    const message =
      `is CNAME, which DNS does not allow at ${zoneName}, the name of the zone; use A or AAAA with an ` +
      'alias, such as RecordTarget.fromAlias(new LoadBalancerTarget(…))';
    problems.push({ path: 'recordTypes', message });
  }
  return [
    ...problems,
    ...(ttl === undefined ? [] : durationProblems('ttl', ttl, TTL)),
    ...typeProblems(settings),
    ...identifierProblems(settings),
    ...paths.flatMap(({ path, target }) => targetProblems(path, target, recordTypes)),
  ];
}

const TTL = { unit: 'seconds', min: 0, max: MAX_TTL_SECONDS, maxInWords: '68 years' } as const;

/** Whether two names are the same in DNS: upper case and a trailing dot make no difference. */
function sameName(one: string, other: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/\.$/, '');
  return plain(one) === plain(other);
}

/** Names of types that are not in a target of a path, such as `a`, and a path that no weight can be for. */
function typeProblems(settings: WeightedSettings): Problem[] {
  const { serving, recordTypes } = settings;
  const problems: Problem[] = [];
  if (!['old', 'new'].includes(serving)) {
    problems.push({ path: 'serving', message: `is "${serving}"; must be "old" or "new"` });
  }
  for (const path of ['old', 'new'] as const) {
    const target = createdTarget(settings, path);
    const unknown =
      target === undefined || target instanceof RecordTarget
        ? []
        : Object.keys(target).filter((type) => !(recordTypes as readonly string[]).includes(type));
    for (const type of unknown) {
      const message =
        `is for a type that is not in recordTypes (${recordTypes.join(', ')}); add it there, or leave it ` +
        'out';
      problems.push({ path: `${path}.${type}`, message });
    }
  }
  return problems;
}

function identifierProblems({ oldSetIdentifier, newSetIdentifier }: WeightedSettings): Problem[] {
  const problems = Object.entries({ oldSetIdentifier, newSetIdentifier }).flatMap(([path, { length }]) =>
    length >= 1 && length <= 128 ? [] : [{ path, message: `has ${length} characters; must have 1 to 128` }],
  );
  const message = `is "${newSetIdentifier}", the same as oldSetIdentifier; must be different`;
  return oldSetIdentifier === newSetIdentifier
    ? [...problems, { path: 'newSetIdentifier', message }]
    : problems;
}

function targetProblems(
  path: 'old' | 'new',
  target: PathTarget,
  recordTypes: readonly RouteRecordType[],
): Problem[] {
  const problems = recordTypes
    .filter((type) => targetOf(target, type) === undefined)
    .map((type) => ({
      path,
      message: `has no target for ${type}; give one: all types of a name shift together`,
    }));
  if (target instanceof RecordTarget && target.aliasTarget === undefined && recordTypes.length > 1) {
    const message = `has the same values for ${recordTypes.join(' and ')}; give each type its own values`;
    problems.push({ path, message });
  }
  return problems;
}
