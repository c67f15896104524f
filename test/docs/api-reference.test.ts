import { describe, expect, test } from '@jest/globals';
import type { ApiExport, ApiMember } from '../../tools/docs/api/api-item';
import { readComment, readExample } from '../../tools/docs/api/comment';
import { documentationProblems } from '../../tools/docs/api/documentation-problems';
import { importsOf } from '../../tools/docs/api/example-imports';
import { cell, defaultText, prose, typeText } from '../../tools/docs/api/markdown';
import { pageNameOf, pagesOf } from '../../tools/docs/api/places';

const named = (item: string) => ({ text: item, item });
const text = (text: string) => ({ text, item: null });

function exported(name: string, given: Partial<ApiExport> = {}): ApiExport {
  const comment = readComment('/** Says what it is. */');
  const empty = { example: null, construction: null, heritage: [], type: [], members: [] };
  return { name, kind: 'interface', file: 'lib/workflow/one.d.ts', comment, ...empty, ...given };
}

function construct(name: string, type: ApiMember['type'], given: Partial<ApiExport> = {}): ApiExport {
  const construction = { type, comment: readComment('') };
  return exported(name, { kind: 'class', construction, example: 'new Example();', ...given });
}

function field(name: string, comment: string, given: Partial<ApiMember> = {}): ApiMember {
  const type = [text('string')];
  return { name, kind: 'field', isOptional: false, type, comment: readComment(comment), ...given };
}

describe('a comment', () => {
  test('is its text, and what its tags say', () => {
    const comment = readComment(
      '/**\n * Two\n * lines.\n * @param one - the first\n * @default - none, or\n *   some\n' +
        ' * @throws Error\n */',
    );
    expect({ ...comment, params: [...comment.params] }).toEqual({
      text: 'Two\nlines.',
      params: [['one', 'the first']],
      default: '- none, or some',
      throws: 'Error',
    });
  });

  test('has an example with its indentation, up to the next tag', () => {
    const source = '/**\n * Text.\n * @example\n * new One({\n *   two: 3,\n * });\n * @throws Error\n */';
    expect(readExample(source)).toBe('new One({\n  two: 3,\n});');
    expect(readExample('/**\n * Text.\n * @example\n * new One();\n */')).toBe('new One();');
    expect(readExample('/** Text. */')).toBeNull();
  });
});

describe('what documentation lacks', () => {
  test.each<[string, ApiExport]>([
    ['One has no documentation', exported('One', { comment: readComment('') })],
    ['One has no @example', construct('One', [], { example: null })],
    ['One.a has no meaning before its tags', exported('One', { members: [field('a', '/** @default 1 */')] })],
    [
      'One.a is optional and has no @default',
      exported('One', { members: [field('a', '/** Is. */', { isOptional: true })] }),
    ],
  ])('%s', (problem, one) => {
    expect(documentationProblems([one])).toEqual([problem]);
  });

  test('is nothing where all is said', () => {
    const members = [
      field('a', '/**\n * Is.\n * @default 1\n */', { isOptional: true }),
      field('b', '/** Is. */'),
    ];
    expect(documentationProblems([construct('One', [], { members })])).toEqual([]);
  });
});

describe('the page of a type', () => {
  const props = exported('OneProps', { members: [field('a', '', { type: [named('Shared')] })] });
  const one = construct('One', [named('OneProps')]);

  test('is that of the construct that names it', () => {
    const places = pagesOf([one, props, exported('Shared')]);
    expect([...places]).toEqual([
      ['One', 'one'],
      ['OneProps', 'one'],
      ['Shared', 'one'],
    ]);
  });

  test('is that of shared types where two constructs are as near, or none names it', () => {
    const other = construct('Other', [named('OneProps')]);
    const places = pagesOf([one, other, props, exported('Shared'), exported('Alone')]);
    expect(['OneProps', 'Shared', 'Alone'].map((name) => places.get(name))).toEqual([
      'types',
      'types',
      'types',
    ]);
  });

  test('is the nearer one: some fields of a type are farther than what extends it', () => {
    const picking = construct('Picking', [text('Pick'), text('<'), named('Shared')]);
    const extending = exported('OneProps', { heritage: [[named('Shared')]] });
    expect(pagesOf([one, picking, extending, exported('Shared')]).get('Shared')).toBe('one');
  });

  test('is that of parts for a class that users do not construct', () => {
    expect(pagesOf([exported('Part', { kind: 'class' })]).get('Part')).toBe('parts');
    expect(pageNameOf('EcsBlueGreenService')).toBe('ecs-blue-green-service');
  });
});

describe('the text of a page', () => {
  test.each([
    ['- none', 'none'],
    ["'old'", "`'old'`"],
    ["['A']", "`['A']`"],
    ['Duration.hours(1)', '`Duration.hours(1)`'],
    ['2, one in each zone', '`2`, one in each zone'],
  ])('has the default %s as %s', (given, shown) => {
    expect(defaultText(given)).toBe(shown);
  });

  test('has a type with links in a cell', () => {
    const tokens = [text('readonly ('), named('Other'), text(' | null)[]')];
    expect(typeText(tokens, new Map([['Other', 'types']]), 'one')).toBe(
      '`readonly (`[`Other`](types.md#other) `\\| null)[]`',
    );
  });

  test('has lists in a cell after line breaks, and links to pages', () => {
    expect(cell('Either:\n- one,\n  or;\n- `a | b`.')).toBe('Either:<br>• one, or;<br>• `a \\| b`.');
    expect(prose('Events (docs/guide/events.md).')).toBe('Events ([events](../../guide/events.md)).');
  });

  test('imports what an example uses, by module', () => {
    const example = "const one = new One(app, 'NotAName', { at: Duration.hours(1) }); // Comment";
    expect(importsOf(example, [exported('One')])).toEqual([
      "import { One } from '@cutover/cutover';",
      "import { Duration } from 'aws-cdk-lib';",
    ]);
    expect(() => importsOf('new Unknown();', [])).toThrow('an example uses Unknown');
  });
});
