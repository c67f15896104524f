/**
 * What the drawn templates must have among them: every section and function that the CloudFormation User
 * Guide and the Template Reference name, in long and in short form.
 */
const SECTIONS = [
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions'],
  ...['Transform', 'Resources', 'Outputs'],
];
const FUNCTIONS = [
  ...[
    'And',
    'Base64',
    'Cidr',
    'Equals',
    'FindInMap',
    'GetAtt',
    'GetAZs',
    'GetStackOutput',
    'If',
    'ImportValue',
  ],
  ...['Join', 'Length', 'Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString'],
  ...['Contains', 'EachMemberEquals', 'EachMemberIn', 'RefAll', 'ValueOf', 'ValueOfAll'],
];

const REQUIRED: readonly string[] = [
  ...SECTIONS.map((name) => `${name}:`),
  ...FUNCTIONS.flatMap((name) => [`"Fn::${name}":`, `!${name} `, `Fn::${name}:`]),
  ...['"Ref":', '!Ref ', '!Condition ', 'Fn::ForEach::', 'AWS::Include', '{{resolve:'],
  ...[
    'Condition:',
    'DependsOn:',
    'DeletionPolicy:',
    'UpdateReplacePolicy:',
    ': yes',
    ': True',
    ' &a',
    ' *a',
    ': |\n',
  ],
];

/** What no text has; short forms are followed by a space or a line. */
export function missingFrom(texts: readonly string[]): string[] {
  const all = texts.join('\n').replace(/(![A-Za-z]+)\n/g, '$1 \n');
  return REQUIRED.filter((one) => !all.includes(one));
}
