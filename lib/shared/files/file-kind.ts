/** A file that Cutover knows, with what to do with it where another kind is expected. */
interface FileKind {
  /** With its article. */
  readonly noun: string;
  readonly remedy: string;
}

/**
 * Fields that no other kind of file has. A file is of a kind when it has one of them, and none of another's.
 */
export const FIELDS_OF_KIND = {
  plan: [
    'router',
    'stages',
    'ramp',
    'smokeTest',
    'health',
    'preflight',
    'hold',
    'remainingTraffic',
    'overlap',
  ],
  scenario: ['description', 'seed', 'traffic', 'world', 'faults', 'followUpCutovers', 'expect'],
  policy: [
    ...['newTargets', 'requiredAlarms', 'maxStepUp', 'maxFirstPercent', 'minSoakSeconds', 'minHoldSeconds'],
    ...['maxHoldSeconds', 'approvals', 'starters', 'taskDefinitionFamilies', 'httpMethods'],
    'productionNameTest',
  ],
  'milestone file': ['timeZone', 'milestones'],
  'deployment file': [
    ...['stackName', 'routes', 'deploymentGroups', 'allowedHosts', 'allowedPrivateNetworks', 'alarmPlaces'],
    ...['permissionsBoundary', 'notifications', 'alarmTopicArn', 'commandEndpoint', 'revertConcurrency'],
  ],
} as const;

const WRITTEN: Readonly<Record<keyof typeof FIELDS_OF_KIND, FileKind>> = {
  plan: { noun: 'a plan', remedy: 'give it as the argument: cutover plan FILE, cutover rehearse FILE' },
  scenario: { noun: 'a scenario', remedy: 'give it with --scenario: cutover rehearse PLAN --scenario FILE' },
  policy: { noun: 'a policy', remedy: 'give it with --policy: cutover plan PLAN --policy FILE' },
  'milestone file': {
    noun: 'a milestone file',
    remedy: 'give it with --milestones: cutover plan PLAN --calendar TIME --milestones FILE',
  },
  'deployment file': {
    noun: 'a deployment file',
    remedy: 'give it with --config: cutover deploy --config FILE',
  },
};

/** What commands print, and files of AWS, by the fields that they always have. */
const PRINTED: readonly (FileKind & { readonly fields: readonly string[]; readonly kind?: string })[] = [
  {
    fields: ['plan', 'estimate'],
    noun: 'what cutover plan --json prints',
    remedy: 'the plan is its field "plan": take that alone, such as by: jq .plan',
  },
  {
    fields: ['planHash', 'scenarios'],
    kind: 'receipt',
    noun: 'what cutover rehearse writes of its scenarios',
    remedy: 'it names a plan by its hash and does not contain it; give the plan file itself',
  },
  {
    fields: ['outcome', 'timeline'],
    noun: 'what cutover rehearse --json prints',
    remedy: 'it does not contain what was rehearsed; give the file itself',
  },
  {
    fields: ['ready', 'findings'],
    noun: 'what cutover check --json prints',
    remedy: 'give the file that was checked',
  },
  {
    fields: ['Resources'],
    noun: 'a template of CloudFormation',
    remedy: 'cutover diff OLD NEW compares templates',
  },
  {
    fields: ['$schema', 'properties'],
    noun: 'a JSON Schema',
    remedy: 'it describes a file; give the file itself',
  },
  {
    fields: ['allow'],
    kind: 'allow file',
    noun: 'an allow file',
    remedy: 'give it with --allow: cutover diff OLD NEW --allow FILE',
  },
];

/** The document that every command prints with `--json` when it fails. */
const ERROR: FileKind = {
  noun: 'an error that cutover printed with --json',
  remedy: 'correct what its field "error" says, and run that command again',
};

/**
 * What a file is where it is not what was expected.
 * @param expected the kind that was expected, such as `plan`
 * @returns null when it is of that kind, or of none that is known
 */
export function otherKindOf(value: unknown, expected: string): FileKind | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return null;
  }
  const has = (field: string) => Object.hasOwn(value, field);
  const printed = PRINTED.find(({ fields }) => fields.every(has));
  if (printed !== undefined) {
    return printed.kind === expected ? null : printed;
  }
  const kinds = Object.keys(FIELDS_OF_KIND) as (keyof typeof FIELDS_OF_KIND)[];
  const found = kinds.filter((kind) => FIELDS_OF_KIND[kind].some(has));
  const [only] = found;
  if (only !== undefined) {
    return found.length === 1 && only !== expected ? WRITTEN[only] : null;
  }
  return Object.keys(value).join() === 'error' ? ERROR : null;
}
