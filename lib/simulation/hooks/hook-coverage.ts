import { type HookCase, hookCaseSchema } from './hook-case';
import { REPORT_API } from './hook-record';

const { contract, event, answers, faults, protocol } = hookCaseSchema.entries;

/** What a case of a hook is about, each once, by the names that reports give it. */
export function hookPlaces(drawn: HookCase, outcome: string): readonly string[] {
  const places = [
    `hook ${outcome}`,
    `hook event ${drawn.contract} ${drawn.event}`,
    `hook stage ${drawn.stage ?? 'none'}`,
    `hook protocol ${drawn.protocol}`,
    ...(drawn.isRollback ? ['hook rollback'] : []),
    ...drawn.testTraffic.map(({ to }) => `hook test traffic ${to}`),
    ...drawn.targets.flatMap(({ states }) => (states ?? ['none']).map((state) => `hook target ${state}`)),
    ...drawn.targets.flatMap(({ states }) => (states?.length === 0 ? ['hook no target'] : [])),
    ...drawn.answers.map(({ kind }) => `hook answer ${kind}`),
    ...drawn.faults.map(({ api, kind }) => `hook ${api === REPORT_API ? 'report' : 'call'} ${kind}`),
  ];
  return [...new Set(places)];
}

/** What every 1,500 cases must have drawn. */
export function requiredHookCoverage(): readonly string[] {
  const events = contract.options.flatMap((one) => event.options.map((kind) => `${one} ${kind}`));
  const kinds = faults.item.entries.kind.options;
  return [
    ...['codedeploy Succeeded', 'codedeploy Failed', 'codedeploy none', 'ecs pass', 'ecs fail', 'ecs none'],
    ...events.map((one) => `event ${one}`),
    ...['BeforeAllowTraffic', 'AfterAllowTestTraffic', 'AfterInstall', 'TEST_TRAFFIC_SHIFT'].map(
      (stage) => `stage ${stage}`,
    ),
    ...['POST_TEST_TRAFFIC_SHIFT', 'PRE_SCALE_UP'].map((stage) => `stage ${stage}`),
    ...protocol.options.map((one) => `protocol ${one}`),
    ...['rollback', 'no target', 'target none', 'target initial', 'target unhealthy', 'target draining'],
    ...['old', 'new', 'both', 'other'].map((to) => `test traffic ${to}`),
    ...answers.item.entries.kind.options.map((kind) => `answer ${kind}`),
    ...kinds.flatMap((kind) => [`report ${kind}`, `call ${kind}`]),
  ].map((place) => `hook ${place}`);
}
