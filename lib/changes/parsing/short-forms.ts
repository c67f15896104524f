/**
 * Intrinsic functions with a short form. Source: AWS CloudFormation Template Reference, "Intrinsic function
 * reference", and "Rule-specific intrinsic functions".
 */
const FUNCTIONS = [
  ...['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'ForEach', 'GetAtt', 'GetAZs', 'GetStackOutput', 'If'],
  ...['ImportValue', 'Join', 'Length', 'Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
  ...['Contains', 'EachMemberEquals', 'EachMemberIn', 'RefAll', 'ValueOf', 'ValueOfAll'],
];

const LONG_FORMS: ReadonlyMap<string, string> = new Map([
  ...FUNCTIONS.map((name) => [`!${name}`, `Fn::${name}`] as const),
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
]);

/** Every tag of a function. */
export const SHORT_FORMS: readonly string[] = [...LONG_FORMS.keys()];

/** The long form of a tag, such as `Fn::Sub` of `!Sub`; null for a tag that is no function. */
export function longFormOf(tag: string): string | null {
  return LONG_FORMS.get(tag) ?? null;
}
