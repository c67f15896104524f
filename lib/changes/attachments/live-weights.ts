import type { StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import type { Section, TemplateResource, Value } from '../template';
import type { AttachmentFinding } from './attachment';
import type { ComparedStack, PlacedResource } from './compared';
import { propertyValues } from './paths';

/** Where a resource holds weights that something else than CloudFormation may change while it serves. */
const WEIGHTS: Readonly<Record<string, readonly string[]>> = {
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

/** The types that may hold weights. */
export const WEIGHTED_TYPES: ReadonlySet<string> = new Set(Object.keys(WEIGHTS));

/**
 * The finding of an update of a resource with weights. CloudFormation does not read the live weights: it
 * writes those of the template whenever it updates the resource, whichever property is the cause.
 */
export function weightFindings(
  change: StackChange,
  { stack, logicalId, resource }: PlacedResource,
): readonly AttachmentFinding[] {
  const before = stack.old.resources[logicalId];
  const weights = weightsOf(resource);
  const old = before === undefined ? [] : weightsOf(before);
  const isUpdate = change.touches && change.causes.some((cause) => !ATTRIBUTES.has(cause));
  if (!isUpdate || [...weights, ...old].length === 0) {
    return [];
  }
  const written = weights.length === 0 ? 'no weights' : `the template's weights (${weights.join(', ')})`;
  const note =
    `The update writes ${written} over the live ones, whatever they are. Take the live weights into the` +
    ' template first (decision 19).';
  return [{ risk: 'high', note }];
}

/** Attributes whose change does not update the resource in AWS. */
const ATTRIBUTES = new Set([
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'DependsOn',
  'Metadata',
  'UpdatePolicy',
]);

/** The finding of changed tags of a stack, which update every resource with tags. */
export function tagFindings(stack: ComparedStack): readonly AttachmentFinding[] {
  const updated = Object.entries(stack.fresh.resources)
    .filter(([id, resource]) => id in stack.old.resources && weightsOf(resource).length > 0)
    .filter(([, { Type }]) => TAGGED.has(Type));
  const names = updated.map(([id]) => id).join(', ');
  const note = `The update writes the template's weights of ${names} over the live ones, whatever they are.`;
  return names === '' ? [] : [{ risk: 'high', note }];
}

/** Types with weights that take the tags of their stack. */
const TAGGED = new Set([
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ApiGateway::Stage',
  'AWS::VpcLattice::Listener',
  'AWS::VpcLattice::Rule',
  'AWS::AppMesh::Route',
  'AWS::ECS::TaskSet',
]);

function weightsOf({ Type, Properties }: TemplateResource): string[] {
  return (WEIGHTS[Type] ?? []).flatMap((path) => propertyValues(Properties as Section, path)).map(shown);
}

function shown(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
