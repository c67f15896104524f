import { isSection } from '../../template';
import type { Judge } from '../attachment';
import { liveResources, type PlacedResource } from '../compared';
import { attaches } from '../notes';
import { membersOf, propertyValues } from '../paths';
import { isUnder, isWildcard, normalName } from '../records/dns-names';
import { addedRecords, templateRecords } from '../records/record';
import { valueText } from '../value-text';
import { mayMatchBoth } from './patterns';

/**
 * A rule of a listener that exists takes the requests that match it from the live rules with a higher
 * number and from the default action (Elastic Load Balancing, "Listener rules for your Application Load
 * Balancer").
 */
export const judgeListenerRule: Judge = (added, targets) => {
  const live = rulesBeside(added);
  const priority = priorityOf(added);
  const start = attaches(targets);
  const taken = live.find((one) => priority !== null && priorityOf(one) === priority);
  if (taken !== undefined) {
    const note = `${start}: ${taken.logicalId} has priority ${priority} too, which is refused.`;
    return [{ risk: 'high', note }];
  }
  const before = live.find((one) => isBefore(one, added) && matchesAll(one));
  if (before !== undefined) {
    const note = `${start}: ${before.logicalId} is evaluated before it and matches every request.`;
    return [{ risk: 'medium', note }];
  }
  const behind = live.filter((one) => !isBefore(one, added) && mayOverlap(added, one));
  const from = [...behind.map((one) => one.logicalId), 'the default action'].join(', ');
  if (behind.length === 0 && isOnlyForNewHosts(added)) {
    const note =
      `${start}: it takes requests from the default action, but only for hosts whose first records the` +
      ' deployment adds.';
    return [{ risk: 'medium', note }];
  }
  const number = priority ?? 'not known';
  const note = `${start}: with priority ${number} it takes the requests that match it from ${from}.`;
  return [{ risk: 'high', note }];
};

function rulesBeside(added: PlacedResource): PlacedResource[] {
  const listener = valueText(added.resource.Properties.ListenerArn, added);
  return liveResources(added.world).filter(
    (one) =>
      one.resource.Type === added.resource.Type &&
      !(one.logicalId === added.logicalId && one.stack === added.stack) &&
      valueText(one.resource.Properties.ListenerArn, one) === listener,
  );
}

function priorityOf(rule: PlacedResource): number | null {
  const priority = Number(valueText(rule.resource.Properties.Priority, rule));
  return Number.isNaN(priority) ? null : priority;
}

/** Whether a live rule is certainly evaluated first. */
function isBefore(live: PlacedResource, added: PlacedResource): boolean {
  const [one, other] = [priorityOf(live), priorityOf(added)];
  return one !== null && other !== null && one < other;
}

/** A condition as the patterns of a field, such as `http-header X-Test`. */
type Conditions = ReadonlyMap<string, readonly string[]>;

const CONFIGS: Readonly<Record<string, string>> = {
  'path-pattern': 'PathPatternConfig.Values',
  'host-header': 'HostHeaderConfig.Values',
  'http-header': 'HttpHeaderConfig.Values',
  'http-request-method': 'HttpRequestMethodConfig.Values',
};

/** The conditions of a rule that can be compared: fields whose patterns are known. */
function conditionsOf(rule: PlacedResource): Conditions {
  const conditions = new Map<string, readonly string[]>();
  for (const condition of membersOf(rule.resource.Properties.Conditions).filter(isSection)) {
    const field = valueText(condition.Field, rule);
    const path = CONFIGS[field];
    const values =
      path === undefined ? [] : [...propertyValues(condition, path), ...propertyValues(condition, 'Values')];
    if (values.length > 0) {
      const header = propertyValues(condition, 'HttpHeaderConfig.HttpHeaderName').map((name) =>
        valueText(name, rule),
      );
      const isHost = field === 'host-header';
      const patterns = values.map((value) => valueText(value, rule));
      conditions.set(
        [field, ...header].join(' ').toLowerCase(),
        isHost ? patterns.map(normalName) : patterns,
      );
    }
  }
  return conditions;
}

function matchesAll(rule: PlacedResource): boolean {
  const conditions = membersOf(rule.resource.Properties.Conditions);
  const known = conditionsOf(rule);
  return (
    known.size === conditions.length &&
    [...known.values()].every((patterns) => patterns.some((one) => /^\/?\*$/.test(one)))
  );
}

/** Whether some request may match both rules: no field has patterns that exclude each other. */
function mayOverlap(one: PlacedResource, other: PlacedResource): boolean {
  const [left, right] = [conditionsOf(one), conditionsOf(other)];
  return [...left].every(([field, patterns]) => {
    const others = right.get(field);
    return (
      others === undefined ||
      patterns.some((pattern) => others.some((against) => mayMatchBoth(pattern, against)))
    );
  });
}

/** Whether the rule is only for hosts that have no record yet and get one with this deployment. */
function isOnlyForNewHosts(rule: PlacedResource): boolean {
  const hosts = conditionsOf(rule).get('host-header') ?? [];
  const added = addedRecords(rule.world).map(({ name }) => name);
  const live = templateRecords(rule.world).map(({ name }) => name);
  const isNew = (host: string) =>
    added.includes(host) &&
    !live.some((name) => name === host || (isWildcard(name) && isUnder(host, name.slice(2))));
  return hosts.length > 0 && hosts.every(isNew);
}
