import { pathNameOf, splitRouteKey } from '../../../lambdas/core/routers/direct-route';
import { UsageError } from '../../shared/usage-error';
import type { Ask } from './ask';
import type { DraftAnswers } from './draft-plan';
import { draftRoute, type RouteOptions } from './draft-route';
import { askFor, missingOptions, QUESTIONS, type QuestionId } from './questions';
import type { RecordSource } from './read-record';

/** The options of `cutover init`. What is not given is asked for. */
export interface InitOptions extends RouteOptions {
  /** A file, or `-` for standard output. */
  readonly output: string;
  readonly url?: string;
  readonly alarm?: readonly string[];
  readonly check: string;
  readonly name?: string;
  readonly stages: readonly number[];
  readonly soak: number;
  readonly hold: number;
}

/**
 * What a first plan is made from: options first, then what Route 53 has, then what the operator answers.
 * @throws UsageError that lists every option which is missing, where there is nobody to ask
 */
export async function draftAnswers(
  options: InitOptions,
  ask: Ask | null,
  records: () => Promise<RecordSource>,
): Promise<DraftAnswers> {
  refuseContradictions(options);
  const missing = ask === null ? missingIn(options) : [];
  if (missing.length > 0) {
    throw missingOptions(missing);
  }
  const route = await draftRoute(options, ask, records);
  const url = options.url ?? (await askFor(ask, 'url'));
  const alarms = options.alarm ?? (await askFor(ask, 'alarm')).split(',').map((alarm) => alarm.trim());
  const name = options.name ?? (ask === null ? route.name : await askFor(ask, 'name', '', route.name));
  return {
    ...{ name, router: route.router, lowersTtl: route.lowersTtl, url, alarms },
    checkPath: options.check,
    percents: options.stages,
    soakSeconds: options.soak,
    holdSeconds: options.hold,
  };
}

function refuseContradictions({ record, route, newTarget, recordType, url }: InitOptions): void {
  if (record !== undefined && route !== undefined) {
    throw new UsageError('give either --record, which is read from AWS, or --route');
  }
  if (route !== undefined && newTarget !== undefined) {
    throw new UsageError('--new-target is for --record: a simple record that a cutover adopts');
  }
  if (record !== undefined && recordType !== undefined) {
    throw new UsageError('--record-type is for --route: the types of a record that is read are known');
  }
  const problem = url === undefined ? null : QUESTIONS.url.problem(url);
  if (problem !== null) {
    throw new UsageError(`--url is "${url}"; ${problem}`);
  }
}

function missingIn({ record, route, old, new: fresh, url, alarm }: InitOptions): QuestionId[] {
  const kind = route === undefined ? undefined : splitRouteKey(route)?.kind;
  const needsPaths = kind !== undefined && pathNameOf(kind) !== null;
  return [
    ...(record === undefined && route === undefined ? (['record'] as const) : []),
    ...(needsPaths && old === undefined ? (['old'] as const) : []),
    ...(needsPaths && fresh === undefined ? (['new'] as const) : []),
    ...(url === undefined ? (['url'] as const) : []),
    ...(alarm === undefined ? (['alarm'] as const) : []),
  ];
}
