import { arnParts } from '../shared/arn';

/** The host of the console by partition (AWS General Reference; AWS GovCloud (US) and China guides). */
const HOSTS: Readonly<Record<string, (region: string) => string>> = {
  aws: (region) => `${region}.console.aws.amazon.com`,
  'aws-us-gov': () => 'console.amazonaws-us-gov.com',
  'aws-cn': (region) => `${region}.console.amazonaws.cn`,
};

/** The page of an execution in the console; null in a partition whose console is not known. */
export function executionLink(execution: string): string | null {
  const { partition = '', region = '' } = arnParts(execution) ?? {};
  const host = HOSTS[partition]?.(region);
  return host === undefined
    ? null
    : `https://${host}/states/home?region=${region}#/v2/executions/details/${execution}`;
}
