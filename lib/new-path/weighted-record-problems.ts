import { RecordTarget } from 'aws-cdk-lib/aws-route53';
import type { RouteRecordType } from '../workflow/routers/routes';
import type { PathTarget, WeightedRecordsProps } from './weighted-records-props';

/** What the construct makes of its props. */
export interface WeightedSettings extends WeightedRecordsProps {
  readonly serving: 'old' | 'new';
  readonly oldSetIdentifier: string;
  readonly newSetIdentifier: string;
  readonly recordTypes: readonly RouteRecordType[];
}

/** The target of one type. */
export function targetOf(path: PathTarget, type: RouteRecordType): RecordTarget | undefined {
  return path instanceof RecordTarget ? path : path[type];
}

/** Everything about the props that no record would tell, or only when a cutover meets it. */
export function weightedRecordProblems(settings: WeightedSettings): string[] {
  const { serving, ttl, newHealthCheckId } = settings;
  const paths = (['old', 'new'] as const).flatMap((path) => {
    const target = settings[path];
    return target === undefined ? [] : [{ path, target }];
  });
  const targets = paths.flatMap(({ target }) =>
    settings.recordTypes.flatMap((type) => targetOf(target, type) ?? []),
  );
  const problems: string[] = [];
  if (settings[serving] === undefined) {
    problems.push(
      `serving is "${serving}", and there is no ${serving} target; the weights would sum to 0, which Route 53 answers evenly`,
    );
  }
  if (ttl !== undefined && targets.every(({ aliasTarget }) => aliasTarget !== undefined)) {
    problems.push('ttl is given, but aliases have the TTL of their targets; leave it out');
  }
  if (newHealthCheckId !== undefined && settings.new === undefined) {
    problems.push('newHealthCheckId is given without new; it is for the new records alone');
  }
  return [
    ...problems,
    ...identifierProblems(settings),
    ...paths.flatMap((one) => targetProblems(one, settings)),
  ];
}

function identifierProblems({ oldSetIdentifier, newSetIdentifier }: WeightedSettings): string[] {
  const problems = Object.entries({ oldSetIdentifier, newSetIdentifier }).flatMap(([name, { length }]) =>
    length >= 1 && length <= 128 ? [] : [`${name} has ${length} characters; must have 1 to 128`],
  );
  return oldSetIdentifier === newSetIdentifier
    ? [
        ...problems,
        `newSetIdentifier is "${newSetIdentifier}", the same as oldSetIdentifier; name them apart`,
      ]
    : problems;
}

function targetProblems(
  { path, target }: { readonly path: 'old' | 'new'; readonly target: PathTarget },
  { recordTypes }: WeightedSettings,
): string[] {
  const problems = recordTypes.flatMap((type) =>
    targetOf(target, type) === undefined
      ? [`${path} has no target for ${type}; a name's types shift together, so each needs both records`]
      : [],
  );
  if (target instanceof RecordTarget && target.aliasTarget === undefined && recordTypes.length > 1) {
    problems.push(`${path} has the same values for ${recordTypes.join(' and ')}; give each type its own`);
  }
  if (recordTypes.includes('CNAME') && recordTypes.length > 1) {
    problems.push(
      `recordTypes is ${recordTypes.join(' and ')}; CNAME stands alone, because DNS allows no other type beside it`,
    );
  }
  return problems;
}
