import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { ASSETS_BUCKET, ASSETS_PREFIX } from './template-files';

/** The longest prefix, in characters. A key has at most 1,024 bytes (Amazon S3 User Guide, "Object keys"). */
const LONGEST_PREFIX = 512;

/** Adds the two parameters to which the synthesized locations of the code refer. */
export function addAssetParameters(stack: Stack): void {
  new CfnParameter(stack, ASSETS_BUCKET, {
    type: 'String',
    description: 'The S3 bucket that has the code of the functions, in the Region of this stack',
    // Amazon S3 User Guide, "General purpose bucket naming rules".
    allowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    constraintDescription: 'must be the name of a bucket: 3 to 63 lower-case letters, digits, "." and "-"',
  });
  new CfnParameter(stack, ASSETS_PREFIX, {
    type: 'String',
    description: 'What the keys of the code in the bucket begin with, such as cutover/; empty for nothing',
    default: '',
    allowedPattern: "^([A-Za-z0-9!_.*'()-]+/)*$",
    maxLength: LONGEST_PREFIX,
    constraintDescription: 'must be empty, or end with "/" and not begin with one',
  });
}
