import type { AttachmentFinding, Judge } from '../attachment';
import type { PlacedResource } from '../compared';
import { liveResourceOf } from '../live-resource';
import { originOf } from '../origin';
import { propertyValues } from '../paths';
import { valueText } from '../value-text';

const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];

/**
 * The actions of an alarm that are not added with it. A notification changes nothing; an action on the
 * instance of the alarm's metric, on a scaling policy or on a function does.
 */
export const judgeAlarmActions: Judge = (added) =>
  ACTIONS.flatMap((path) => propertyValues(added.resource.Properties, path))
    .filter((value) => originOf(value, added, added.resource.Type).origin === 'existing')
    .flatMap((value) => findingOf(valueText(value, added), added));

function findingOf(action: string, added: PlacedResource): AttachmentFinding[] {
  const type = liveResourceOf(action, added.world)?.resource.Type ?? '';
  if (/:(automate|swf):/.test(action)) {
    return onNewInstance(added)
      ? []
      : [{ risk: 'high', note: `Its action ${action} acts on an instance that exists.` }];
  }
  if (/:sns:|:ssm:|:ssm-incidents:|:aiops:/.test(action) || type === 'AWS::SNS::Topic') {
    return [];
  }
  if (/:autoscaling:/.test(action) || type.endsWith('ScalingPolicy')) {
    return [{ risk: 'medium', note: 'Its action changes the capacity of what exists, by a scaling policy.' }];
  }
  if (/:lambda:/.test(action) || type.startsWith('AWS::Lambda::')) {
    return [{ risk: 'medium', note: 'Its action invokes a function that exists.' }];
  }
  return [{ risk: 'medium', note: 'It is not known what one of its actions does.' }];
}

/** Whether the metric of the alarm is of an instance that the deployment adds. */
function onNewInstance(added: PlacedResource): boolean {
  const values = propertyValues(added.resource.Properties, 'Dimensions.Value');
  const origins = values.map((value) => originOf(value, added, added.resource.Type).origin);
  return origins.length > 0 && origins.every((origin) => origin === 'new');
}
