import type { StackChange } from './stack-change';

/** Types whose properties may have weights that something else than CloudFormation changes. */
export const WEIGHTED_TYPES: ReadonlySet<string> = new Set([
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::Route53::RecordSet',
  'AWS::Route53::RecordSetGroup',
  'AWS::Lambda::Alias',
  'AWS::StepFunctions::StateMachineAlias',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::Deployment',
  'AWS::GlobalAccelerator::EndpointGroup',
  'AWS::VpcLattice::Listener',
  'AWS::VpcLattice::Rule',
  'AWS::AppMesh::Route',
  'AWS::CloudFront::ContinuousDeploymentPolicy',
  'AWS::ECS::TaskSet',
]);

/** Attributes of a template whose change does not update the resource in AWS. */
const ATTRIBUTES = new Set([
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'DependsOn',
  'Metadata',
  'UpdatePolicy',
]);

/**
 * Whether a change makes CloudFormation write the properties of a resource again. It does not read the live
 * ones: whichever property is the cause, it writes those of the template.
 */
export function writesProperties({ action, touches, causes }: StackChange): boolean {
  const onlyAttributes = causes.length > 0 && causes.every((cause) => ATTRIBUTES.has(cause));
  return (action === 'Modify' || action === 'Remove') && touches && !onlyAttributes;
}

/**
 * A change of a change set, with the risk that it writes weights over the live ones. A change set does not
 * show whether a resource of such a type has weights.
 */
export function withWrittenWeights(change: StackChange): StackChange {
  if (!WEIGHTED_TYPES.has(change.type) || change.action !== 'Modify' || !writesProperties(change)) {
    return change;
  }
  const note =
    'If the template has weights for it, the update writes them over the live ones, whatever they' +
    ' are. Take the' +
    ' live weights into the template first (decision 19).';
  return { ...change, leastRisk: 'high', notes: [...change.notes, note] };
}
