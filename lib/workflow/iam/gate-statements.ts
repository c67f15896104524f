import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { gateFunctions, type WorkflowGates } from '../gates-prop';

/** Invoking exactly the functions of the gates: the version or the alias that is declared, and no other. */
export function invokeGates(gates: WorkflowGates): PolicyStatement[] {
  const resources = Object.values(gateFunctions(gates));
  return resources.length === 0
    ? []
    : [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...new Set(resources)] })];
}
