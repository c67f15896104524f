import type { Attachment } from '../attachment';
import { judgeAlarmActions } from '../judges/alarm-actions';

const SYSTEMS_MANAGER = 'AWS Systems Manager, "State Manager" and "Maintenance Windows"';

/** What acts on resources by itself: alarms, automation, backups. */
export const OPERATIONS: readonly Attachment[] = [
  {
    types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
    targets: ['AlarmActions', 'OKActions', 'InsufficientDataActions'],
    risk: 'high',
    why: 'its actions stop instances, change the capacity or invoke functions',
    source: 'Amazon CloudWatch, "Alarm actions"',
    unless: { path: 'ActionsEnabled', is: ['false', 'no', 'off'] },
    judge: judgeAlarmActions,
  },
  {
    types: ['AWS::CloudWatch::AlarmMuteRule'],
    targets: ['MuteTargets.AlarmNames'],
    risk: 'high',
    why: 'the actions of the alarms are not carried out meanwhile',
    source: 'Amazon CloudWatch, "Alarm mute rules"',
  },
  {
    types: ['AWS::SSM::Association'],
    targets: ['InstanceId', 'Targets.Values'],
    risk: 'high',
    why: 'it runs a document on the instances at once, and on its schedule',
    source: SYSTEMS_MANAGER,
  },
  {
    types: ['AWS::SSM::MaintenanceWindowTarget', 'AWS::SSM::MaintenanceWindowTask'],
    targets: ['Targets.Values', 'WindowId'],
    risk: 'high',
    why: 'the tasks of the window run on the instances',
    source: SYSTEMS_MANAGER,
  },
  {
    types: ['AWS::SSM::PatchBaseline'],
    targets: ['PatchGroups'],
    risk: 'medium',
    why: 'the instances of the patch group are patched by it',
    source: 'AWS Systems Manager, "Patch groups"',
  },
  {
    types: ['AWS::SSM::PatchBaseline'],
    targets: 'account',
    risk: 'medium',
    why: 'instances without a patch group are patched by it',
    source: 'AWS Systems Manager, "Predefined and custom patch baselines"',
    when: { path: 'DefaultBaseline', is: ['true', 'yes', 'on'] },
  },
  {
    types: ['AWS::SSM::ServiceSetting', 'AWS::SSMQuickSetup::ConfigurationManager'],
    targets: 'account',
    risk: 'medium',
    why: 'it changes how Systems Manager treats the instances of the account',
    source: 'AWS Systems Manager, "AWS Systems Manager Quick Setup"',
  },
  {
    types: ['AWS::Config::RemediationConfiguration'],
    targets: ['TargetId', 'ConfigRuleName'],
    risk: 'medium',
    why: 'somebody may start its document on resources that do not comply',
    source: 'AWS Config, "Remediating Noncompliant Resources with AWS Config"',
  },
  {
    types: ['AWS::Config::RemediationConfiguration'],
    targets: 'account',
    risk: 'high',
    why: 'its document changes resources that do not comply, by itself',
    source: 'AWS Config, "Setting Up Auto Remediation"',
    when: { path: 'Automatic', is: ['true', 'yes', 'on'] },
  },
  {
    types: ['AWS::Config::ConformancePack', 'AWS::Config::OrganizationConformancePack'],
    targets: 'account',
    risk: 'medium',
    why: 'its template may contain remediations',
    source: 'AWS Config, "Conformance Packs"',
  },
  {
    types: ['AWS::Backup::BackupSelection', 'AWS::DLM::LifecyclePolicy'],
    targets: [
      'BackupSelection.Resources',
      'BackupSelection.ListOfTags.ConditionKey',
      'PolicyDetails.TargetTags',
    ],
    risk: 'medium',
    why: 'resources that it selects are backed up on its schedule, which takes I/O or a short pause of some',
    source: 'AWS Backup, "Assign AWS services to backup"',
  },
  {
    types: ['AWS::Backup::RestoreTestingSelection', 'AWS::Backup::TieringConfiguration'],
    targets: ['RestoreTestingPlanName', 'BackupVaultName'],
    risk: 'safe',
    why: 'it restores copies, or moves backups between tiers',
    source: 'AWS Backup, "Restore testing"',
  },
  {
    types: ['AWS::Budgets::BudgetsAction'],
    targets: [
      'Definition.IamActionDefinition.Roles',
      'Definition.IamActionDefinition.Users',
      'Definition.IamActionDefinition.Groups',
      'Definition.ScpActionDefinition.TargetIds',
      'Definition.SsmActionDefinition.InstanceIds',
    ],
    risk: 'high',
    why: 'it applies policies or stops instances, by itself if its approval is automatic',
    source: 'AWS Cost Management, "Configuring a budget action"',
  },
];
