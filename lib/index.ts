/**
 * The constructs of Cutover. A CDK app that deploys the workflow needs `CutoverStack`, or `CutoverWorkflow`
 * in a stack of its own. The others build the new path beside the old one, and judge what a deployment
 * changes.
 *
 * @packageDocumentation
 */

export type { HookPlanInput } from '../lambdas/core/deployment-hook/hook-plan-input';
export type { DeployableGroup } from '../lambdas/core/deployments/deployment';
export { DECISION_KINDS, type DecisionKind } from '../lambdas/core/events/decision';
export type { RouteMetricName } from '../lambdas/core/events/evaluation-metrics';
export type { QueryInput, QueryThreshold } from '../lambdas/core/gates/query-input';
export type { Source } from '../lambdas/core/measures/source';
export type { AllowedNetwork } from '../lambdas/core/networks/private-network';
export type { Policy, PolicyApprovals } from '../lambdas/core/policy/policy';
export type { ForwardTargets } from '../lambdas/core/routers/alb/new-targets';
export type { NewTargets } from '../lambdas/core/routers/new-targets';
export type { RecordTargets } from '../lambdas/core/routers/route53/new-targets';
export type { ProductionNameTest } from '../lambdas/core/smoke-test/production-name';
export type {
  CheckCertificate,
  ExpectedJson,
  HttpMethod,
  SecretValue,
  SmokeCheckInput,
} from '../lambdas/core/smoke-test/smoke-check-input';
export type { Anonymous, HashName, Identity } from '../lambdas/edge/config';
export { AdditiveOnly, type AdditiveOnlyProps } from './changes/additive-only';
export type { ApiFront } from './ecs/api-front';
export type { BlueGreenDeploymentGroup } from './ecs/blue-green-deployment-group';
export type { BlueGreenFoundation } from './ecs/blue-green-foundation';
export type { BlueGreenLoadBalancer, TargetGroups } from './ecs/blue-green-load-balancer';
export type {
  BlueGreenServiceProps,
  ContainerChange,
  Egress,
  ServiceContainer,
  ServiceNetworkProps,
} from './ecs/blue-green-props';
export type { DeploymentHookFunction } from './ecs/deployment-hook-function';
export { EcsBlueGreenService, type EcsBlueGreenServiceProps } from './ecs/ecs-blue-green-service';
export {
  EcsNativeBlueGreenService,
  type EcsNativeBlueGreenServiceProps,
} from './ecs/ecs-native-blue-green-service';
export type { DeploymentApproval } from './ecs/native/approval';
export type { TrafficShiftProps } from './ecs/native/traffic-shift';
export { EcsServicePlatform, type EcsServicePlatformProps } from './ecs/platform/ecs-service-platform';
export type { ServiceAlarm } from './ecs/service-alarm';
export type { ServiceNetwork } from './ecs/service-network';
export type { ServiceTask } from './ecs/service-task';
export { HttpQueryGate, type HttpQueryGateProps } from './gates/http-query-gate';
export { UpgradedInstances, type UpgradedInstancesProps } from './instances/upgraded-instances';
export type {
  InstanceCapacity,
  InstanceImage,
  InstanceReplacement,
  OldInstances,
  RootVolume,
} from './instances/upgraded-instances-props';
export { AdditiveApiGateway, type AdditiveApiGatewayProps } from './new-path/additive-api-gateway';
export type { AdditiveGateway } from './new-path/additive-gateway';
export type { AdditiveGatewayProps } from './new-path/additive-gateway-props';
export type {
  AlarmThresholds,
  MonitoredHttpApi,
  MonitoredLoadBalancer,
  MonitoredRestApi,
} from './new-path/alarm-settings';
export { CutoverAlarms, type CutoverAlarmsProps } from './new-path/cutover-alarms';
export type { MonitoredDatabase } from './new-path/database-alarms';
export type { MonitoredInstances } from './new-path/instance-alarms';
export type { MonitoredLogs } from './new-path/log-alarms';
export { NewPathHealthCheck, type NewPathHealthCheckProps } from './new-path/new-path-health-check';
export {
  AdditiveRestApiGateway,
  type AdditiveRestApiGatewayProps,
} from './new-path/rest/additive-rest-api-gateway';
export { RegionalRestApi, type RegionalRestApiProps } from './new-path/rest/regional-rest-api';
export { type PathTarget, WeightedRecords, type WeightedRecordsProps } from './new-path/weighted-records';
export type { TargetHealthCheck } from './shared/health-check';
export type { SharedVpcLink } from './shared/shared-vpc-link';
export { EdgeAlarms, type EdgeAlarmsProps } from './user-split/edge-alarms';
export { OriginSecret, type OriginSecretProps } from './user-split/origin-secret';
export {
  type NewPath,
  UserAwareDistribution,
  type UserAwareDistributionProps,
  type UserSplitRouter,
} from './user-split/user-aware-distribution';
export { UserSplitWebAcl, type UserSplitWebAclProps } from './user-split/user-split-web-acl';
export { CutoverApp, type CutoverAppProps } from './workflow/cutover-app';
export type { CutoverSchedule } from './workflow/cutover-schedule';
export {
  CutoverStack,
  type CutoverStackProps,
  type ExistingGate,
  type ExistingTopic,
} from './workflow/cutover-stack';
export { CutoverWorkflow, type CutoverWorkflowProps } from './workflow/cutover-workflow';
export { CutoverDashboard, type CutoverDashboardProps } from './workflow/dashboard/cutover-dashboard';
export type { CountingPlace, CountingPlaces } from './workflow/dashboard/path-sources';
export type { RouteMetricOptions } from './workflow/dashboard/route-metrics';
export type { Notification } from './workflow/events/notifications';
export type { WorkflowGate, WorkflowGates } from './workflow/gates-prop';
export { AlarmForwarding, type AlarmForwardingProps } from './workflow/guards/alarm-forwarding';
export type { AlarmPlace, AlarmPlaces } from './workflow/guards/alarm-places';
export type { DeploymentGroups } from './workflow/iam/deployment-statements';
export type { EventBusLike } from './workflow/iam/event-statements';
export type { DecommissionScan } from './workflow/iam/reference-statements';
export type { AssumableRole, AssumableRoles } from './workflow/iam/role-statements';
export type { AllowedSecret, AllowedSecrets } from './workflow/iam/secret-statements';
export type { LedgerLike } from './workflow/ledger-table';
export type { CommandEndpoint, CommandEndpointKind } from './workflow/operate/command-endpoint';
export type { ForwardRoutes } from './workflow/routers/alb/forward-routes';
export type { StoreRoutes } from './workflow/routers/cloudfront-kvs/store-routes';
export type { RouteConfigs } from './workflow/routers/registry';
export type { RecordRoutes, RouteRecordType } from './workflow/routers/route53/record-routes';
export type { RouteConfig } from './workflow/routers/routes';
