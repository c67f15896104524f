import { deployedMachines, FORWARD_ARN } from '../../rehearsal/deployed-machines';
import { faultSchemas } from '../../rehearsal/faults/table';

/**
 * States and branches that 1,500 cases visit a few times or not at all. A golden rehearsal visits each of
 * them.
 */
const RARE: ReadonlySet<string> = new Set([
  'branch cutover.PlanIsValid Default',
  'branch cutover.PreflightPassed Choices[4]',
  'branch cutover.SmokeTestPassed Choices[2]',
  'branch cutover.WhatIsHeld Choices[0]',
  'branch cutover.WhatIsHeld Choices[1]',
  'branch cutover.WhatIsHeld Choices[2]',
  'branch cutover.HowRevertEnded Choices[1]',
  'branch cutover.GatesAnswered Default',
  'branch revert.HasStopped Choices[0]',
  'branch revert.HasStopped Choices[1]',
  'state revert.AwaitOrder',
]);

/** Fields that not every plan has. */
const FIELDS = [
  ...['health.compare.measures[]', 'health.minRequests.count', 'hold.seconds', 'smokeTest.compare.pairs'],
  ...['smokeTest.checks[].maxLatencyMs', 'stages[].approval.timeoutSeconds', 'stages[].approval.count'],
  ...['stages[].deploy.timeoutSeconds', 'ttl.leadSeconds', 'preflight.certificateArn'],
  ...['preflight.targetGroupArns[]', 'preflight.oldTargetGroupArns[]', 'preflight.changeSets[].stackName'],
  ...['preflight.autoScalingGroups[].name', 'preflight.autoScalingGroups[].oldName'],
  ...['router.adopt.newTarget.alias.dnsName', 'router.newHealthCheck.alarm', 'router.listenerArn'],
  ...['router.ruleArn', 'router.keyValueStoreArn', 'smokeTest.everySeconds', 'smokeTest.holdEverySeconds'],
  ...['health.minRequests.source', 'health.minRequests.loadBalancer', 'preflight.accept[]'],
  ...['health.compare', 'health.compare.unknownLimitSeconds', 'changeCalendars[]'],
  ...['gates[].name', 'gates[].everySeconds', 'gates[].holdEverySeconds', 'gates[].timeoutSeconds'],
  ...[
    'stages[].approval.by[]',
    'hold.inconclusiveLimitSeconds',
    'remainingTraffic.source',
    'remainingTraffic.source[]',
  ],
];

/** Fields that not every world has. */
const WORLD_FIELDS = [
  ...['alarms.overrides[].index', 'otherRecords[].leadsTo', 'otherZone.private', 'insyncSeconds'],
  'propagationSeconds',
];

/** What an operator does, and the state of the cutover in which it comes. */
const COMMANDS = [
  ...['abort in Soak', 'approve in Soak', 'pause in Soak', 'promote in Soak', 'resume in Soak'],
  ...['revert in Soak', 'start-revert in Soak', 'stop-execution in Soak', 'redrive in Soak'],
  ...['abort in ShiftTraffic', 'pause in ShiftTraffic', 'stop-execution in ShiftTraffic'],
  ...['start-revert in ShiftTraffic', 'pause in Preflight', 'stop-execution in Preflight'],
  ...['stop-execution in AwaitPropagation', 'redrive in AwaitPropagation', 'approve in AwaitPropagation'],
  ...['stop-execution in AwaitDeployment', 'stop-execution in AcquireLock', 'approve in Rejected'],
];

/** Faults of which each pair is drawn together, because they belong to one rule or hide one another. */
const TOGETHER = [
  ...(['alarm-fires', 'events-lost', 'operator', 'record-changed', 'slow-api'] as const),
  ...(['stop-execution'] as const),
].sort();

/**
 * Verdicts of the steps that judge the new path, in the soak and in the hold. Probes of a hold that end
 * between two failures, and gates of a hold that do not pass, are too rare; golden rehearsals and the tests
 * of the step have them.
 */
const VERDICTS = [
  ...['Preflight pass', 'Preflight fail', 'Preflight wait', 'SmokeTest pass', 'SmokeTest fail'],
  ...['soak', 'hold'].flatMap((phase) => [
    ...['pass', 'fail', 'inconclusive', 'error'].map((one) => `EvaluateHealth ${one} in the ${phase}`),
    ...['pass', 'fail'].map((one) => `ProbeNewPath ${one} in the ${phase}`),
  ]),
  'ProbeNewPath inconclusive in the soak',
  ...['', ' in the soak'].flatMap((where) =>
    ['pass', 'fail', 'inconclusive', 'error'].map((one) => `AskGates ${one}${where}`),
  ),
  'AskGates pass in the hold',
];

/** From where to where a cutover moves. */
const COURSES = [
  ...['up from 0 to 100', 'up from 0 to between', 'up from between to 100', 'up from between to between'],
  ...['down from 100 to 0', 'down from 100 to between', 'down from between to 0'],
  ...['down from between to between'],
];

const OUTCOMES = ['succeeded', 'reverted', 'rejected'];

/** What every 1,500 cases must have drawn, by the names that `Coverage` has for it. */
export function requiredCoverage(): readonly string[] {
  const routers = ['route53', 'cloudfront-kvs', 'alb'].flatMap((kind) =>
    ['up', 'down'].flatMap((direction) => OUTCOMES.map((outcome) => `${kind} ${direction} ${outcome}`)),
  );
  const pairs = TOGETHER.flatMap((kind, i) => TOGETHER.slice(i + 1).map((other) => `${kind} and ${other}`));
  return [
    ...machinePlaces(),
    ...FIELDS.map((field) => `plan ${field}`),
    ...WORLD_FIELDS.map((field) => `world ${field}`),
    ...faultSchemas.map(({ entries }) => `fault ${entries.kind.literal}`),
    ...pairs.map((pair) => `faults ${pair}`),
    ...COMMANDS.map((command) => `command ${command}`),
    ...routers.map((router) => `router ${router}`),
    ...VERDICTS.map((verdict) => `verdict ${verdict}`),
    ...COURSES.flatMap((course) => ['succeeded', 'reverted'].map((end) => `course ${course} ${end}`)),
    ...['Soak', 'AwaitPropagation', 'Succeeded', 'Reverted', 'Rejected'].map(
      (state) => `second cutover while the first is in ${state}`,
    ),
  ];
}

/** Every state, and every branch of a choice, of both machines. */
function machinePlaces(): readonly string[] {
  const places = [...deployedMachines()].flatMap(([arn, { States }]) =>
    Object.entries(States).flatMap(([name, state]) => {
      const here = `${arn === FORWARD_ARN ? 'cutover' : 'revert'}.${name}`;
      const choices = state.Type === 'Choice' ? state.Choices.map((_, i) => `Choices[${i}]`) : [];
      const branches = state.Type === 'Choice' ? [...choices, 'Default'] : [];
      return [`state ${here}`, ...branches.map((branch) => `branch ${here} ${branch}`)];
    }),
  );
  return places.filter((place) => !RARE.has(place));
}
