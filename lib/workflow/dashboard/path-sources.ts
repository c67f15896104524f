import * as v from 'valibot';
import { isPartOf, readSource, type Source, sourcesField } from '../../../lambdas/core/measures/source';
import { check, type Problem } from '../../../lambdas/core/validation/problems';
import { isKnownLater } from '../../shared/lookups';
import { problemsAt } from '../../shared/refuse-props';

/** The two paths of a route. */
export type PathSide = 'old' | 'new';

/**
 * Where the requests of a path are counted: in the form of plans, such as `app/NAME/ID` or `api/ID/STAGE`, or
 * by its parts where CDK knows these only at deployment, such as
 * `{ kind: 'app', loadBalancer: alb.loadBalancerFullName, targetGroup: group.targetGroupFullName }`.
 */
export type CountingPlace = string | Source;

/** One place, or several whose counts are added. */
export type CountingPlaces = CountingPlace | readonly CountingPlace[];

/** The places of a path by their parts. Call `pathSourcesProblems` first. */
export function sourcesOf(given: CountingPlaces): readonly Source[] {
  return listOfSources(given).map((one) => (typeof one === 'string' ? readSource(one) : one));
}

/** A place in the form of plans. */
export function textOfSource(source: Source): string {
  switch (source.kind) {
    case 'app':
      return join(source.loadBalancer, source.targetGroup);
    case 'net':
      return source.loadBalancer;
    case 'http-api':
      return join('api', source.apiId, source.stage);
    case 'rest-api':
      return join('rest-api', source.apiName, source.stage);
    case 'cloudfront':
      return join('cloudfront', source.distributionId);
  }
}

/** What is wrong with where both paths are counted. What is known only at deployment is not checked. */
export function pathSourcesProblems(paths: Readonly<Record<PathSide, CountingPlaces>>): Problem[] {
  const ofForm = (['old', 'new'] as const).flatMap((side) => formProblems(side, paths[side]));
  return ofForm.length > 0 ? ofForm : countedTwice(paths);
}

function formProblems(side: PathSide, given: CountingPlaces): Problem[] {
  const all = listOfSources(given);
  const nameOf = (i: number) => (Array.isArray(given) ? `${side}[${i}]` : side);
  const later = all.flatMap((one, i) => (typeof one === 'string' && isKnownLater(one) ? [i] : []));
  const known = (one: CountingPlace) => (typeof one === 'string' ? one : textOfSource(one));
  if (all.length === 0) {
    return [{ path: side, message: 'is an empty list; must have at least one place' }];
  }
  return [
    ...later.map((i) => ({
      path: nameOf(i),
      message: "is not known at synth; must be given by its parts, such as { kind: 'app', loadBalancer: … }",
    })),
    ...all.flatMap((one, i) => {
      const text = known(one);
      const checked = check(v.strictObject({ [side]: sourcesField(side) }), { [side]: text });
      return isKnownLater(text) || checked.ok
        ? []
        : checked.problems.map(({ message }) => ({ path: nameOf(i), message }));
    }),
  ];
}

/** Requests that are counted for both paths, or twice for one, would make the split wrong. */
function countedTwice(paths: Readonly<Record<PathSide, CountingPlaces>>): Problem[] {
  const placed = (['old', 'new'] as const).flatMap((side) =>
    sourcesOf(paths[side]).map((source) => ({ side, text: textOfSource(source) })),
  );
  return placed.flatMap(({ side, text }, i) => {
    const other = placed.slice(0, i).find((one) => isPartOf(one.text, text) || isPartOf(text, one.text));
    const message = `is "${text}", which counts what "${other?.text}" of the ${other?.side} path counts`;
    return other === undefined
      ? []
      : problemsAt(side, [{ path: '', message: `${message}; each request must be counted once` }]);
  });
}

function listOfSources(given: CountingPlaces): readonly CountingPlace[] {
  return isList(given) ? given : [given];
}

function isList(given: CountingPlaces): given is readonly CountingPlace[] {
  return Array.isArray(given);
}

function join(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join('/');
}
