import type { StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import { writesProperties } from '../../../lambdas/core/stack-changes/written-weights';
import type { TemplateResource, Value } from '../template';
import type { AttachmentFinding } from './attachment';
import type { ComparedStack, PlacedResource } from './compared';
import { listed } from './notes';
import { propertyValues } from './paths';

/** Where the properties of a resource hold weights, by type. */
export const WEIGHT_PATHS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
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
  }),
);

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
  if (!writesProperties(change) || [...weights, ...old].length === 0) {
    return [];
  }
  const written = weights.length === 0 ? 'no weights' : `the template's weights (${weights.join(', ')})`;
  const note =
    `The update writes ${written} over the live ones, whatever they are. Take the live weights into the` +
    ' template first (decision 19).';
  return [{ risk: 'high', note }];
}

/** The finding of changed tags of a stack, which update every resource with tags. */
export function tagFindings(stack: ComparedStack): readonly AttachmentFinding[] {
  const updated = Object.entries(stack.fresh.resources)
    .filter(([id, resource]) => id in stack.old.resources && weightsOf(resource).length > 0)
    .filter(([, { Type }]) => TAGGED.has(Type));
  const names = listed(updated.map(([id]) => id));
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

/** The weights of a resource. Target groups without them share the requests equally. */
function weightsOf({ Type, Properties }: TemplateResource): string[] {
  const weights = (WEIGHT_PATHS.get(Type) ?? [])
    .flatMap((path) => propertyValues(Properties, path))
    .map(shown);
  const groups = FORWARDS.flatMap((path) => propertyValues(Properties, path));
  return weights.length === 0 && groups.length > 1 && WEIGHT_PATHS.has(Type) ? ['equal'] : weights;
}

const FORWARDS = ['Actions.ForwardConfig.TargetGroups', 'DefaultActions.ForwardConfig.TargetGroups'];

function shown(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
