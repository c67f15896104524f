import { type Random, seededRandom } from '../../lib/rehearsal/kernel/random';
import { CATALOG } from './catalog';
import { constant, type DrawScope, drawProperty, drawText, pick } from './draw-values';
import {
  aList,
  aMap,
  aNumber,
  aText,
  type Drawn,
  type DrawnResource,
  type DrawnTemplate,
  fn,
  ref,
} from './model';

/** The logical ids that the loop gives. */
const LOOP_ID = `Loop\${N}`;

/** A snippet whose name follows from its content. */
const SNIPPET = 's3://snippets/d41d8cd98f00b204e9800998ecf8427e.yaml';

/** A template in the style of public ones, with every section. The same seed gives the same template. */
export function drawTemplate(seed: number): DrawnTemplate {
  const random = seededRandom(seed);
  const hasExtensions = random.uniform() < 0.4;
  const parameters = drawParameters(random);
  const names = Object.keys(parameters);
  const mappings = drawMappings(random);
  const conditions = drawConditions(random, names);
  const scope = {
    random,
    parameters: names.filter((name) => name !== 'Subnets'),
    conditions: Object.keys(conditions),
    mappings: Object.keys(mappings),
    hasExtensions,
  };
  const resources = drawResources(scope);
  return {
    description: `drawn from seed ${seed}`,
    transforms: [
      ...(hasExtensions ? [aText('AWS::LanguageExtensions')] : []),
      ...(random.uniform() < 0.3
        ? [aMap({ Name: aText('AWS::Include'), Parameters: aMap({ Location: aText(SNIPPET) }) })]
        : []),
    ],
    metadata: {
      'AWS::CloudFormation::Interface': aMap({
        ParameterGroups: aList(aMap({ Parameters: aList(...names.map(aText)) })),
      }),
    },
    parameters,
    rules: drawRules(random),
    mappings,
    conditions,
    resources,
    outputs: drawOutputs({ ...scope, resources: attributesOf(resources) }),
  };
}

function drawParameters(random: Random): DrawnTemplate['parameters'] {
  const count = 1 + Math.floor(random.uniform() * 3);
  const sizes = Array.from({ length: count }, (_, i) => [
    `Size${i}`,
    {
      Type: aText('String'),
      Default: aText(`size-${Math.floor(random.uniform() * 1e6)}`),
      Description: aText('a: b'),
    },
  ]);
  return {
    ...Object.fromEntries(sizes),
    Env: { Type: aText('String'), Default: aText('dev'), AllowedValues: aList(aText('dev'), aText('prod')) },
    Subnets: { Type: aText('List<AWS::EC2::Subnet::Id>'), Default: aText('subnet-1,subnet-2') },
    Vpc: { Type: aText('AWS::EC2::VPC::Id'), Default: aText('vpc-1') },
  };
}

function drawMappings(random: Random): DrawnTemplate['mappings'] {
  const row = () => ({ size: `m${Math.floor(random.uniform() * 1e6)}`, zone: 'a' });
  return { Regions: { eu: row(), us: row() }, Sizes: { eu: row() } };
}

function drawConditions(random: Random, parameters: readonly string[]): DrawnTemplate['conditions'] {
  const some = parameters[Math.floor(random.uniform() * parameters.length)] as string;
  const equal = (name: string, value: string) => fn('Fn::Equals', aList(ref(name), aText(value)));
  return {
    IsProd: equal('Env', 'prod'),
    IsBig: equal(some === 'Subnets' ? 'Vpc' : some, 'big'),
    IsDev: fn('Fn::Not', aList(fn('Condition', aText('IsProd')))),
    IsAny: fn('Fn::Or', aList(fn('Condition', aText('IsProd')), equal('AWS::Region', 'eu-west-1'))),
    IsBoth: fn('Fn::And', aList(fn('Condition', aText('IsBig')), fn('Condition', aText('IsDev')))),
  };
}

function drawRules(random: Random): DrawnTemplate['rules'] {
  const asserts: readonly Drawn[] = [
    fn('Fn::Contains', aList(aList(aText('dev'), aText('prod')), ref('Env'))),
    fn('Fn::EachMemberEquals', aList(fn('Fn::ValueOf', aList(aText('Subnets'), aText('VpcId'))), ref('Vpc'))),
    fn(
      'Fn::EachMemberIn',
      aList(
        fn('Fn::ValueOfAll', aList(aText('AWS::EC2::Subnet::Id'), aText('VpcId'))),
        fn('Fn::RefAll', aText('AWS::EC2::VPC::Id')),
      ),
    ),
  ];
  return {
    Checks: aMap({
      RuleCondition: fn('Fn::Equals', aList(ref('Env'), aText('prod'))),
      Assertions: aList(...asserts.filter(() => random.uniform() < 0.8).map((Assert) => aMap({ Assert }))),
    }),
  };
}

function drawResources(outer: Omit<DrawScope, 'resources'>): DrawnTemplate['resources'] {
  const { random } = outer;
  const count = 3 + Math.floor(random.uniform() * 8);
  const drawn: Record<string, DrawnResource> = {};
  for (let i = 0; i < count; i += 1) {
    const scope: DrawScope = { ...outer, resources: attributesOf(drawn) };
    const type = pick(scope, Object.keys(CATALOG));
    const all = Object.entries(CATALOG[type]?.properties ?? {});
    const chosen = all.filter((_, at) => at === 0 || random.uniform() < 0.7);
    const properties = chosen.map(([name, [kind]]) => [name, drawProperty(scope, kind)] as const);
    drawn[`R${i}`] = { type, properties: Object.fromEntries(properties), attributes: drawAttributes(scope) };
  }
  if (outer.hasExtensions) {
    const scope: DrawScope = { ...outer, resources: attributesOf(drawn) };
    const body = aMap({
      [LOOP_ID]: aMap({
        Type: aText('AWS::SNS::Topic'),
        Properties: aMap({ DisplayName: drawText(scope, 1) }),
      }),
    });
    drawn['Fn::ForEach::Loop'] = {
      type: 'Fn::ForEach',
      properties: { Value: aList(aText('N'), aList(aText('a'), aText('b')), body) },
      attributes: {},
    };
  }
  return drawn;
}

function drawAttributes(scope: DrawScope): Record<string, Drawn> {
  const { random, resources, conditions, hasExtensions } = scope;
  const often = (share: number) => random.uniform() < share;
  const policy = hasExtensions
    ? fn('Fn::If', aList(aText(pick(scope, conditions)), aText('Retain'), aText('Delete')))
    : aText('Retain');
  return {
    ...(often(0.2) ? { Condition: aText(pick(scope, conditions)) } : {}),
    ...(often(0.3) && resources.length > 0 ? { DependsOn: aText(pick(scope, resources)[0]) } : {}),
    ...(often(0.3) ? { Metadata: aMap({ note: constant(scope), size: aNumber(3) }) } : {}),
    ...(often(0.3) ? { DeletionPolicy: policy } : {}),
    ...(often(0.2) ? { UpdateReplacePolicy: aText('Snapshot') } : {}),
  };
}

function drawOutputs(scope: DrawScope): DrawnTemplate['outputs'] {
  return {
    Out: { Value: drawText(scope, 1), Description: aText('an output') },
    Exported: {
      Value: constant(scope),
      Export: aMap({ Name: { kind: 'concat', parts: [ref('AWS::StackName'), aText('-out')] } }),
      Condition: aText(pick(scope, scope.conditions)),
    },
  };
}

/** The resources without a condition, as what others refer to must exist; with an attribute of each. */
function attributesOf(resources: DrawnTemplate['resources']): (readonly [string, string])[] {
  return Object.entries(resources).flatMap(([id, { type, attributes }]) => {
    const attribute = CATALOG[type]?.attribute;
    return attribute === undefined || attributes.Condition !== undefined ? [] : [[id, attribute] as const];
  });
}
