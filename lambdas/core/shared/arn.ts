/** The parts of an ARN. Global services leave the Region empty. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

const ARN = /^arn:(?<partition>[^:]+):(?<service>[^:]+):(?<region>[^:]*):(?<account>[^:]*):(?<resource>.+)$/s;

/**
 * The parts of an ARN; null for any other text.
 * Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
 */
export function arnParts(text: string): ArnParts | null {
  const groups = ARN.exec(text)?.groups;
  // The groups have the names of the parts.
  return groups === undefined ? null : ({ ...groups } as unknown as ArnParts);
}

/** Whether text has the form of a Region's name, such as `eu-west-1`. */
export function isRegionName(text: string): boolean {
  return REGION_NAME.test(text);
}

/** The form of a Region's name (AWS General Reference, "AWS service endpoints"). */
export const REGION_NAME = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
