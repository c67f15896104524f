import {
  type ApiClass,
  ApiDocumentedItem,
  type ApiInterface,
  type ApiItem,
  ApiItemKind,
  ApiModel,
  type ApiTypeAlias,
  type ApiVariable,
  type Excerpt,
  ExcerptTokenKind,
} from '@microsoft/api-extractor-model';
import type { ApiExport, ApiMember, TypeToken } from './api-item';
import { type Comment, NO_COMMENT, readComment, readExample } from './comment';

/**
 * Reads what the package exports.
 * @param modelFile what API Extractor wrote as its doc model
 * @param declarations the text of `index.d.ts`, because the model does not keep the indentation of examples
 * @throws Error for a kind of export that the reference has no form for
 */
export function readModel(modelFile: string, declarations: string): readonly ApiExport[] {
  const [entry] = new ApiModel().loadPackage(modelFile).entryPoints;
  const { members = [] } = entry ?? {};
  return members.map((item) => readExport(item, declarations));
}

function readExport(item: ApiItem, declarations: string): ApiExport {
  const name = nameOf(item);
  const common = {
    name,
    file: (item as ApiClass).fileUrlPath?.replace(/^.*?declarations[^/]*\//, '') ?? '',
    comment: commentOf(item),
    example: exampleOf(name, declarations),
  };
  const empty = { construction: null, heritage: [], type: [], members: [] };
  switch (item.kind) {
    case ApiItemKind.Class: {
      const { extendsType, implementsTypes } = item as ApiClass;
      const heritage = [...(extendsType === undefined ? [] : [extendsType]), ...implementsTypes];
      return {
        ...{ ...empty, ...common, kind: 'class', members: membersOf(item as ApiClass) },
        construction: constructionOf(item as ApiClass),
        heritage: heritage.map(({ excerpt }) => tokensOf(excerpt)),
      };
    }
    case ApiItemKind.Interface: {
      const heritage = (item as ApiInterface).extendsTypes.map(({ excerpt }) => tokensOf(excerpt));
      return { ...empty, ...common, kind: 'interface', members: membersOf(item as ApiInterface), heritage };
    }
    case ApiItemKind.TypeAlias:
      return { ...empty, ...common, kind: 'type', type: tokensOf((item as ApiTypeAlias).typeExcerpt) };
    case ApiItemKind.Variable:
      return {
        ...empty,
        ...common,
        kind: 'constant',
        type: tokensOf((item as ApiVariable).variableTypeExcerpt),
      };
    default:
      throw new Error(`the package exports ${name}, a ${item.kind}, which the reference has no form for`);
  }
}

function constructionOf(item: ApiClass): ApiExport['construction'] {
  const found = item.members.find(({ kind }) => kind === ApiItemKind.Constructor);
  return found === undefined
    ? null
    : { type: tokensOf((found as ApiClass).excerpt), comment: commentOf(found) };
}

/** Required fields first, as a user must know these; then by name. */
function membersOf(item: ApiClass | ApiInterface): readonly ApiMember[] {
  return item.members
    .flatMap((member) => readMember(member))
    .sort((a, b) => Number(a.isOptional) - Number(b.isOptional));
}

function readMember(member: ApiItem): readonly ApiMember[] {
  const common = { name: member.displayName, comment: commentOf(member) };
  switch (member.kind) {
    case ApiItemKind.Property:
    case ApiItemKind.PropertySignature: {
      const { propertyTypeExcerpt, isOptional } = member as unknown as {
        readonly propertyTypeExcerpt: Excerpt;
        readonly isOptional: boolean;
      };
      return [{ ...common, kind: 'field', isOptional, type: tokensOf(propertyTypeExcerpt) }];
    }
    case ApiItemKind.Method:
    case ApiItemKind.MethodSignature:
      return [{ ...common, kind: 'method', isOptional: false, type: tokensOf((member as ApiClass).excerpt) }];
    case ApiItemKind.Constructor:
      return [];
    default:
      throw new Error(`${member.displayName} is a ${member.kind}, which the reference has no form for`);
  }
}

function commentOf(item: ApiItem): Comment {
  const text = item instanceof ApiDocumentedItem ? item.tsdocComment?.emitAsTsdoc() : undefined;
  // API Extractor writes the first sentence for constructors that have none.
  return text === undefined ? NO_COMMENT : readComment(text);
}

function exampleOf(name: string, declarations: string): string | null {
  const at = declarations.indexOf(`\nexport declare class ${name} `);
  return at === -1 ? null : readExample(declarations.slice(declarations.lastIndexOf('\n/**', at), at + 1));
}

/** API Extractor renames what has the name of a global, as `Notification_2`. */
function nameOf(item: ApiItem): string {
  return item.displayName.replace(/_\d+$/, '');
}

function tokensOf(excerpt: Excerpt): TypeToken[] {
  return excerpt.spannedTokens.map(({ kind, text, canonicalReference }) => {
    const reference = kind === ExcerptTokenKind.Reference ? `${canonicalReference}` : '';
    const [, module, name = null] = /^([^!]*)!(\w+?)(?:_\d+)?:/.exec(reference) ?? [];
    const isOurs = module === '@cutover/cutover';
    // A file may import a class of the CDK under another name.
    return { text: module === 'aws-cdk-lib' && name !== null ? name : text, item: isOurs ? name : null };
  });
}
