import type { StackChange } from './stack-change';

/**
 * Where the properties of a resource hold weights that something else than CloudFormation may change while
 * they serve, by type.
 */
export const WEIGHT_PATHS: Readonly<Record<string, readonly string[]>> = {
  'AWS::ElasticLoadBalancingV2::Listener': ['DefaultActions.ForwardConfig.TargetGroups.Weight'],
  'AWS::ElasticLoadBalancingV2::ListenerRule': ['Actions.ForwardConfig.TargetGroups.Weight'],
  'AWS::Route53::RecordSet': ['Weight'],
  'AWS::Route53::RecordSetGroup': ['RecordSets.Weight'],
  'AWS::Lambda::Alias': ['RoutingConfig.AdditionalVersionWeights.FunctionWeight'],
  'AWS::StepFunctions::StateMachineAlias': ['RoutingConfiguration.Weight'],
  'AWS::ApiGateway::Stage': ['CanarySetting.PercentTraffic'],
  'AWS::ApiGateway::Deployment': ['DeploymentCanarySettings.PercentTraffic'],
  'AWS::GlobalAccelerator::EndpointGroup': ['TrafficDialPercentage', 'EndpointConfigurations.Weight'],
  'AWS::VpcLattice::Listener': ['DefaultAction.Forward.TargetGroups.Weight'],
  'AWS::VpcLattice::Rule': ['Action.Forward.TargetGroups.Weight'],
  'AWS::AppMesh::Route': [
    'Spec.HttpRoute.Action.WeightedTargets.Weight',
    'Spec.Http2Route.Action.WeightedTargets.Weight',
    'Spec.GrpcRoute.Action.WeightedTargets.Weight',
    'Spec.TcpRoute.Action.WeightedTargets.Weight',
  ],
  'AWS::CloudFront::ContinuousDeploymentPolicy': [
    'ContinuousDeploymentPolicyConfig.TrafficConfig.SingleWeightConfig.Weight',
    'ContinuousDeploymentPolicyConfig.SingleWeightPolicyConfig.Weight',
  ],
  'AWS::ECS::TaskSet': ['Scale.Value'],
};

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
  if (!(change.type in WEIGHT_PATHS) || change.action !== 'Modify' || !writesProperties(change)) {
    return change;
  }
  const note =
    'If the template has weights for it, the update writes them over the live ones, whatever they' +
    ' are. Take the' +
    ' live weights into the template first (decision 19).';
  return { ...change, leastRisk: 'high', notes: [...change.notes, note] };
}
