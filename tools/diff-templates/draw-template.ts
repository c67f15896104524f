import { type Random, seededRandom } from '../../lib/rehearsal/kernel/random';
import { CATALOG } from './catalog';
import { constant, drawProperty, drawText, pick, type Scope } from './draw-values';
import {
  type Drawn,
  type DrawnResource,
  type DrawnTemplate,
  fn,
  list,
  map,
  number,
  ref,
  text,
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
      ...(hasExtensions ? [text('AWS::LanguageExtensions')] : []),
      ...(random.uniform() < 0.3
        ? [map({ Name: text('AWS::Include'), Parameters: map({ Location: text(SNIPPET) }) })]
        : []),
    ],
    metadata: {
      'AWS::CloudFormation::Interface': map({
        ParameterGroups: list(map({ Parameters: list(...names.map(text)) })),
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
      Type: text('String'),
      Default: text(`size-${Math.floor(random.uniform() * 1e6)}`),
      Description: text('a: b'),
    },
  ]);
  return {
    ...Object.fromEntries(sizes),
    Env: { Type: text('String'), Default: text('dev'), AllowedValues: list(text('dev'), text('prod')) },
    Subnets: { Type: text('List<AWS::EC2::Subnet::Id>'), Default: text('subnet-1,subnet-2') },
    Vpc: { Type: text('AWS::EC2::VPC::Id'), Default: text('vpc-1') },
  };
}

function drawMappings(random: Random): DrawnTemplate['mappings'] {
  const row = () => ({ size: `m${Math.floor(random.uniform() * 1e6)}`, zone: 'a' });
  return { Regions: { eu: row(), us: row() }, Sizes: { eu: row() } };
}

function drawConditions(random: Random, parameters: readonly string[]): DrawnTemplate['conditions'] {
  const some = parameters[Math.floor(random.uniform() * parameters.length)] as string;
  const equal = (name: string, value: string) => fn('Fn::Equals', list(ref(name), text(value)));
  return {
    IsProd: equal('Env', 'prod'),
    IsBig: equal(some === 'Subnets' ? 'Vpc' : some, 'big'),
    IsDev: fn('Fn::Not', list(fn('Condition', text('IsProd')))),
    IsAny: fn('Fn::Or', list(fn('Condition', text('IsProd')), equal('AWS::Region', 'eu-west-1'))),
    IsBoth: fn('Fn::And', list(fn('Condition', text('IsBig')), fn('Condition', text('IsDev')))),
  };
}

function drawRules(random: Random): DrawnTemplate['rules'] {
  const asserts: readonly Drawn[] = [
    fn('Fn::Contains', list(list(text('dev'), text('prod')), ref('Env'))),
    fn('Fn::EachMemberEquals', list(fn('Fn::ValueOf', list(text('Subnets'), text('VpcId'))), ref('Vpc'))),
    fn(
      'Fn::EachMemberIn',
      list(
        fn('Fn::ValueOfAll', list(text('AWS::EC2::Subnet::Id'), text('VpcId'))),
        fn('Fn::RefAll', text('AWS::EC2::VPC::Id')),
      ),
    ),
  ];
  return {
    Checks: map({
      RuleCondition: fn('Fn::Equals', list(ref('Env'), text('prod'))),
      Assertions: list(...asserts.filter(() => random.uniform() < 0.8).map((Assert) => map({ Assert }))),
    }),
  };
}

function drawResources(outer: Omit<Scope, 'resources'>): DrawnTemplate['resources'] {
  const { random } = outer;
  const count = 3 + Math.floor(random.uniform() * 8);
  const drawn: Record<string, DrawnResource> = {};
  for (let i = 0; i < count; i += 1) {
    const scope: Scope = { ...outer, resources: attributesOf(drawn) };
    const type = pick(scope, Object.keys(CATALOG));
    const all = Object.entries(CATALOG[type]?.properties ?? {});
    const chosen = all.filter((_, at) => at === 0 || random.uniform() < 0.7);
    const properties = chosen.map(([name, [kind]]) => [name, drawProperty(scope, kind)] as const);
    drawn[`R${i}`] = { type, properties: Object.fromEntries(properties), attributes: drawAttributes(scope) };
  }
  if (outer.hasExtensions) {
    const scope: Scope = { ...outer, resources: attributesOf(drawn) };
    const body = map({
      [LOOP_ID]: map({
        Type: text('AWS::SNS::Topic'),
        Properties: map({ DisplayName: drawText(scope, 1) }),
      }),
    });
    drawn['Fn::ForEach::Loop'] = {
      type: 'Fn::ForEach',
      properties: { Value: list(text('N'), list(text('a'), text('b')), body) },
      attributes: {},
    };
  }
  return drawn;
}

function drawAttributes(scope: Scope): Record<string, Drawn> {
  const { random, resources, conditions, hasExtensions } = scope;
  const often = (share: number) => random.uniform() < share;
  const policy = hasExtensions
    ? fn('Fn::If', list(text(pick(scope, conditions)), text('Retain'), text('Delete')))
    : text('Retain');
  return {
    ...(often(0.2) ? { Condition: text(pick(scope, conditions)) } : {}),
    ...(often(0.3) && resources.length > 0 ? { DependsOn: text(pick(scope, resources)[0]) } : {}),
    ...(often(0.3) ? { Metadata: map({ note: constant(scope), size: number(3) }) } : {}),
    ...(often(0.3) ? { DeletionPolicy: policy } : {}),
    ...(often(0.2) ? { UpdateReplacePolicy: text('Snapshot') } : {}),
  };
}

function drawOutputs(scope: Scope): DrawnTemplate['outputs'] {
  return {
    Out: { Value: drawText(scope, 1), Description: text('an output') },
    Exported: {
      Value: constant(scope),
      Export: map({ Name: { kind: 'concat', parts: [ref('AWS::StackName'), text('-out')] } }),
      Condition: text(pick(scope, scope.conditions)),
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
