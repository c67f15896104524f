import type { Attachment, PropertyTest } from '../../lib/changes/attachments/attachment';
import { OWN_TYPES } from '../../lib/changes/attachments/table/own-types';
import { ATTACHMENT_FAMILIES } from '../../lib/changes/attachments/table/table';

/** The page with the table of additions that change how something that exists serves. */
export function attachmentsPage(): string {
  const families = Object.entries(ATTACHMENT_FAMILIES).flatMap(([family, attachments]) => [
    `## ${family}`,
    '',
    '| type | attaches by | risk | what it does there | source |',
    '| --- | --- | --- | --- | --- |',
    ...attachments.map(row),
    '',
  ]);
  return [...INTRODUCTION, ...families, ...OWN].join('\n');
}

const INTRODUCTION = [
  '# Additions by what they attach to',
  '',
  '`npm run docs` writes this page from the table that `cutover diff` uses ([checking',
  'changes](../guide/changes.md#additions-that-take-traffic)). The risk counts where a target exists: where',
  'it is not a resource that the same deployment adds. `up to` says that the properties decide; the report',
  'has the reason. A test holds the table to the CloudFormation specification.',
  '',
];

const OWN = [
  '## Things of their own',
  '',
  'These types are safe, whatever they use or live in:',
  '',
  ...serviceLines(),
  '',
  'Any other type is medium where it refers to something that exists, other than by what every type uses:',
  'networks, security groups, roles, keys, certificates, secrets, images, logs and tags. A module',
  '(`…::MODULE`) is high. What AWS SAM generates from its types is judged by itself.',
  '',
];

function row({ types, targets, orDefault, risk, why, source, when, unless, judge }: Attachment): string {
  const paths = targets === 'account' ? ['the account and Region'] : targets.map((path) => `\`${path}\``);
  const conditions = [condition('if', when), condition('unless', unless)].filter((part) => part !== '');
  const cells = [
    types.map((type) => `\`${type}\``).join(', '),
    [...paths, ...(orDefault === undefined ? [] : [`else ${orDefault}`])].join(', '),
    judge === undefined ? risk : `up to ${risk}`,
    [why, ...conditions].join('; '),
    source,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function condition(word: string, test: PropertyTest | undefined): string {
  if (test === undefined) {
    return '';
  }
  return `${word} \`${test.path}\` is ${test.is === undefined ? 'set' : test.is[0]}`;
}

function serviceLines(): string[] {
  const services = new Map<string, string[]>();
  for (const type of OWN_TYPES) {
    const [, service = '', kind = ''] = type.split('::');
    services.set(service, [...(services.get(service) ?? []), kind]);
  }
  return [
    '| service | types |',
    '| --- | --- |',
    ...[...services].map(([service, kinds]) => `| ${service} | ${kinds.join(', ')} |`),
  ];
}
