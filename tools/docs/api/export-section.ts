import type { ApiExport, ApiMember, TypeToken } from './api-item';
import { importsOf } from './example-imports';
import { cell, defaultText, markdownTable, prose, typeText } from './markdown';
import { isConstruct, type Places } from './places';

/** What a page needs to print an export. */
export interface Context {
  readonly all: readonly ApiExport[];
  readonly places: Places;
  /** The name of the page. */
  readonly page: string;
}

/** What a construct does, with an example. */
export function constructIntroduction(one: ApiExport, context: Context): string {
  const { comment, example, construction } = one;
  const code =
    example === null ? [] : [codeBlock([...importsOf(example, context.all), '', example].join('\n'))];
  const throws = construction?.comment.throws ?? null;
  return [prose(comment.text), ...code, ...(throws === null ? [] : [`Throws ${prose(throws)}.`])].join(
    '\n\n',
  );
}

/** Fields and methods of a construct. */
export function constructMembers(one: ApiExport, context: Context): string {
  const { members } = one;
  const fields = members.filter(({ kind }) => kind === 'field');
  const methods = members.filter(({ kind }) => kind === 'method');
  return [
    ...(fields.length === 0 ? [] : ['## Fields', fieldTable(fields, context)]),
    ...(methods.length === 0 ? [] : ['## Methods', ...methods.map(methodSection)]),
    ...inheritedOf(one, context),
  ].join('\n\n');
}

/** The section of a type, or of a class that users do not construct. */
export function exportSection(one: ApiExport, context: Context): string {
  const { name, comment, members, type } = one;
  const fields = members.filter(({ kind }) => kind === 'field');
  const methods = members.filter(({ kind }) => kind === 'method');
  return [
    `## ${name}`,
    prose(comment.text),
    ...(type.length === 0 ? [] : [codeBlock(aliasOf(one))]),
    ...(fields.length === 0 ? [] : [fieldTable(fields, context)]),
    ...heritageOf(one, context),
    ...methods.map(methodSection),
  ].join('\n\n');
}

function fieldTable(fields: readonly ApiMember[], { places, page }: Context): string {
  const hasDefaults = fields.some(({ comment }) => comment.default !== null);
  const rows = fields.map(({ name, isOptional, type, comment }) => [
    `\`${name}${isOptional ? '?' : ''}\``,
    typeText(type, places, page),
    cell(comment.text),
    ...(hasDefaults ? [comment.default === null ? '**required**' : defaultText(comment.default)] : []),
  ]);
  return markdownTable(['name', 'type', 'meaning', ...(hasDefaults ? ['default'] : [])], rows);
}

/** Where the members are that a construct has of another export. */
function inheritedOf({ heritage }: ApiExport, { places, page }: Context): readonly string[] {
  const bases = heritage.filter((tokens) => tokens.some(({ item }) => item !== null));
  const links = bases.map((tokens) => typeText(tokens, places, page).trim());
  return links.length === 0 ? [] : [`It also has the fields and methods of ${links.join(' and ')}.`];
}

/** What an interface extends has fields too; `Construct` as the base of a class is nothing new. */
function heritageOf({ kind, heritage }: ApiExport, { places, page }: Context): readonly string[] {
  const bases = heritage
    .map((tokens) => typeText(tokens, places, page).trim().replaceAll('\\|', '|'))
    .filter((base) => base !== '`Construct`');
  const verb = kind === 'class' ? 'Extends' : 'It also has the fields of';
  return bases.length === 0 ? [] : [`${verb} ${bases.join(' and ')}.`];
}

function methodSection({ name, type, comment }: ApiMember): string {
  const params = [...comment.params].map(([param, text]) => `- \`${param}\`: ${prose(text)}`);
  return [
    `### ${name}`,
    codeBlock(signatureOf(type)),
    prose(comment.text),
    ...(params.length === 0 ? [] : [params.join('\n')]),
    ...(comment.throws === null ? [] : [`Throws ${prose(comment.throws)}.`]),
  ].join('\n\n');
}

function signatureOf(tokens: readonly TypeToken[]): string {
  return tokens.map(({ text }) => text).join('');
}

/** The declaration of a type or a constant. What is too wide for a line has a line for each value. */
function aliasOf({ kind, name, type }: ApiExport): string {
  const code = signatureOf(type).trim();
  const whole = kind === 'constant' ? `const ${name}: ${code};` : `type ${name} = ${code};`;
  return Math.max(...whole.split('\n').map((line) => line.length)) <= 110
    ? whole
    : whole.replace(/(?<=,) (?=')/g, '\n    ').replace(/ (?=\| )/g, '\n    ');
}

function codeBlock(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

/** The constructs of a page, which is one, or none on a page of types. */
export function constructOf({ all, places, page }: Context): ApiExport | undefined {
  return all.find((one) => isConstruct(one) && places.get(one.name) === page);
}
