import type { DuplicateKey } from '../parsing/parsed-document';
import type { Template } from '../template';
import type { UnseenChange } from './unseen-change';

/**
 * Keys that only the new template has several times. CloudFormation accepts them, takes the last value
 * (observed in aws-cloudformation/cfn-language-discussion, issue 96) and documents the behavior as undefined
 * (User Guide, "CloudFormation template format").
 */
export function newDuplicates(old: Template, fresh: Template): UnseenChange[] {
  const known = new Set(old.duplicates.map(({ path }) => path));
  return fresh.duplicates
    .filter(({ path }) => !known.has(path))
    .map((duplicate) => ({
      logicalId: `Template.${duplicate.path}`,
      type: 'Duplicate key',
      action: 'Modify',
      notes: [`${describeDuplicate(duplicate)} Keep one of them.`],
    }));
}

/** A sentence on a key that is there several times. */
export function describeDuplicate({ path, lines }: DuplicateKey): string {
  return (
    `The key ${path} is there ${lines.length === 2 ? 'twice' : `${lines.length} times`}` +
    ` (lines ${lines.join(', ')}): CloudFormation takes the last value, and does not promise it.`
  );
}
