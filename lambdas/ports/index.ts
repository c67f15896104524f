export type { Decision } from '../core/events/decision';
export type {
  AutoScalingGroupReading,
  GroupAttachment,
  ScheduledActionReading,
} from '../core/instances/readings';
export type { OperatorCommand } from '../core/shared/operator-command';
export type {
  AlarmReading,
  BalancerCount,
  CalendarReading,
  CertificateReading,
  ChangeSetReading,
  DeploymentReading,
  ForwardReading,
  HealthCheckReading,
  ListenerReading,
  PathMinute,
  RouteReading,
  TargetReading,
} from '../core/shared/readings';
export type { ProbeFailure, ProbeResponse } from '../core/smoke-test/http-answer';
export type { Balancers } from './balancers';
export type { Clock } from './clock';
export type { DecisionBus, Sent } from './decision-bus';
export type { CodeDeployHook, DeploymentHook } from './deployment-hook';
export type { Deployments } from './deployments';
export type { Digest } from './digest';
export type { DirectRouter, DirectWrite } from './direct-router';
export type { ExecutionStatus, Executions } from './executions';
export type { ForwardExecutions } from './forward-executions';
export type { HealthSource, LatencyStatistic } from './health-source';
export type {
  AcquireResult,
  Ledger,
  Lock,
  RevertTurn,
  RouteEntry,
  RouteState,
  ShiftLease,
} from './ledger';
export type { Listeners } from './listeners';
export type { Log } from './log';
export type { Page } from './page';
export type { AutoScalingGroups } from './preflight/auto-scaling-groups';
export type { Certificates } from './preflight/certificates';
export type { ChangeCalendars } from './preflight/change-calendars';
export type { ChangeSets } from './preflight/change-sets';
export type { HealthChecks } from './preflight/health-checks';
export type { TargetHealth } from './preflight/target-health';
export type { References } from './references';
export type { Gates } from './requests/gates';
export type { ClientCertificate, HttpProbe, ProbeRequest } from './requests/http-probe';
export type { SecretReading, SecretSource } from './requests/secret-source';
export type { RecordsChange, RouteRecords } from './route-records';
export type { Topics } from './topics';
export type { PutBack, RouteChange, TrafficRouter } from './traffic-router';
