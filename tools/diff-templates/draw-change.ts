import { seededRandom } from '../../lib/rehearsal/kernel/random';
import { CATALOG } from './catalog';
import { aText, type Drawn, type DrawnTemplate, drawnNames } from './model';

/** A template with one line changed, and what must follow from it. */
export interface DrawnChange {
  /** Such as `TopicName of R3`. */
  readonly what: string;
  readonly template: DrawnTemplate;
  /** The action on each resource that changes, by its logical id. */
  readonly expected: Readonly<Record<string, 'Add' | 'Modify' | 'Remove'>>;
}

/** Every kind of change, each once if the template has what it changes. The same seed gives the same ones. */
export function drawChanges(template: DrawnTemplate, seed: number): DrawnChange[] {
  const random = seededRandom(seed);
  const one = <T>(from: readonly T[]) => from.slice(Math.floor(random.uniform() * from.length)).slice(0, 1);
  const { resources, parameters, mappings, conditions, outputs } = template;
  const constants = Object.entries(resources).flatMap(([id, { properties }]) =>
    Object.entries(properties).flatMap(([name, value]) => (value.kind === 'text' ? [{ id, name }] : [])),
  );
  const leaves = Object.keys(resources).filter((id) => users(template, id).length === 0);
  return [
    ...one(constants).map((at) => changedProperty(template, at)),
    ...one(Object.keys(parameters)).map((name) => ({
      what: `the default of ${name}`,
      template: {
        ...template,
        parameters: { ...parameters, [name]: { ...parameters[name], Default: aText('new') } },
      },
      expected: following(template, [name]),
    })),
    ...one(Object.keys(mappings)).map((name) => ({
      what: `mapping ${name}`,
      template: { ...template, mappings: { ...mappings, [name]: { eu: { size: 'new', zone: 'a' } } } },
      expected: following(template, [`mapping:${name}`]),
    })),
    ...one(Object.keys(conditions)).map((name) => ({
      what: `condition ${name}`,
      template: {
        ...template,
        conditions: {
          ...conditions,
          [name]: {
            kind: 'function' as const,
            name: 'Fn::Equals',
            argument: { kind: 'list' as const, items: [aText('a'), aText('b')] },
          },
        },
      },
      expected: following(template, [`condition:${name}`]),
    })),
    ...one(Object.keys(outputs)).map((name) => ({
      what: `output ${name}`,
      template: { ...template, outputs: { ...outputs, [name]: { ...outputs[name], Value: aText('new') } } },
      expected: { [`Outputs.${name}`]: 'Modify' as const },
    })),
    ...one(Object.keys(resources).filter((id) => resources[id]?.type !== 'Fn::ForEach')).map((id) => ({
      what: `metadata of ${id}`,
      template: withResource(template, id, {
        attributes: { ...resources[id]?.attributes, Metadata: aText('new') },
      }),
      expected: { [id]: 'Modify' as const },
    })),
    {
      what: 'an added resource',
      template: withResource(template, 'Added', { type: 'AWS::SNS::Topic', properties: {}, attributes: {} }),
      expected: { Added: 'Add' },
    },
    ...one(leaves).map((id) => {
      const { [id]: _, ...left } = resources;
      return {
        what: `the removal of ${id}`,
        template: { ...template, resources: left },
        expected: { [id]: 'Remove' as const },
      };
    }),
    { what: 'the description', template: { ...template, description: 'new' }, expected: {} },
  ];
}

function changedProperty(
  template: DrawnTemplate,
  { id, name }: { readonly id: string; readonly name: string },
): DrawnChange {
  const { type = '', properties = {} } = template.resources[id] ?? {};
  const replaces = CATALOG[type]?.properties[name]?.[1] !== 'update';
  return {
    what: `${name} of ${id}`,
    template: withResource(template, id, { properties: { ...properties, [name]: aText('new') } }),
    expected: { ...(replaces ? following(template, [id]) : {}), [id]: 'Modify' },
  };
}

function withResource(
  template: DrawnTemplate,
  id: string,
  over: Partial<DrawnTemplate['resources'][string]>,
): DrawnTemplate {
  const base = template.resources[id] ?? { type: '', properties: {}, attributes: {} };
  return { ...template, resources: { ...template.resources, [id]: { ...base, ...over } } };
}

/** What changes with some names: whatever refers to them, and to what is replaced for it. */
function following(template: DrawnTemplate, names: readonly string[]): DrawnChange['expected'] {
  const changed = new Set(names);
  for (let size = 0; size !== changed.size; ) {
    size = changed.size;
    for (const [name, value] of Object.entries(template.conditions)) {
      if (drawnNames(value).some((one) => changed.has(one))) {
        changed.add(`condition:${name}`);
      }
    }
    for (const id of Object.keys(template.resources)) {
      if (followers(template, id, changed).some((effect) => effect !== 'update')) {
        changed.add(id);
      }
    }
  }
  const expected: Record<string, 'Modify' | 'Remove'> = {};
  for (const [id, { attributes }] of Object.entries(template.resources)) {
    const condition = attributes.Condition?.kind === 'text' ? attributes.Condition.text : '';
    if (changed.has(`condition:${condition}`)) {
      expected[id] = 'Remove';
    } else if (followers(template, id, changed).length > 0) {
      expected[id] = 'Modify';
    }
  }
  return expected;
}

/** The effects of the properties of a resource that refer to changed names. */
function followers({ resources }: DrawnTemplate, id: string, changed: ReadonlySet<string>) {
  const { type = '', properties = {} } = resources[id] ?? {};
  return (
    Object.entries(properties)
      .filter(([, value]) => drawnNames(value).some((name) => changed.has(name)))
      // What a loop creates is not known.
      .map(([name]) => CATALOG[type]?.properties[name]?.[1] ?? 'may replace')
  );
}

function users({ resources, outputs }: DrawnTemplate, id: string): string[] {
  const uses = (values: Readonly<Record<string, Drawn>>) =>
    Object.values(values).some((one) => drawnNames(one).includes(id));
  const dependsOn = ({ DependsOn }: Readonly<Record<string, Drawn>>) =>
    DependsOn?.kind === 'text' && DependsOn.text === id;
  return [
    ...Object.entries(resources).flatMap(([name, { properties, attributes }]) =>
      uses(properties) || dependsOn(attributes) ? [name] : [],
    ),
    ...Object.entries(outputs).flatMap(([name, output]) => (uses(output) ? [name] : [])),
  ];
}
