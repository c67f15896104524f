import type { ApiExport, ApiMember } from './api-item';
import { isConstruct } from './places';

/**
 * What the documentation of the exports lacks: a meaning of each, a default of each optional field, and an
 * example of each construct. Each problem names the declaration.
 */
export function documentationProblems(all: readonly ApiExport[]): readonly string[] {
  return all.flatMap((one) => [
    ...(one.comment.text === '' ? [`${one.name} has no documentation`] : []),
    ...(isConstruct(one) && one.example === null ? [`${one.name} has no @example`] : []),
    ...one.members.flatMap((member) => memberProblems(one.name, member)),
  ]);
}

function memberProblems(owner: string, { name, isOptional, comment }: ApiMember): readonly string[] {
  return [
    ...(comment.text === '' ? [`${owner}.${name} has no meaning before its tags`] : []),
    ...(isOptional && comment.default === null ? [`${owner}.${name} is optional and has no @default`] : []),
  ];
}
