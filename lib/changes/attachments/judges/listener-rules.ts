import type { Judge } from '../attachment';
import type { ComparedStacks } from '../compared';
import { attaches, listed } from '../notes';
import { isUnder, isWildcard } from '../records/dns-names';
import { addedRecords, templateRecords } from '../records/record';
import { type ListenerRule, listenerRule, rulesBeside } from './listener-rule';
import { mayMatchBoth } from './patterns';

/**
 * A rule of a listener that exists takes the requests that match it from the live rules with a higher
 * number and from the default action (Elastic Load Balancing, "Listener rules for your Application Load
 * Balancer").
 */
export const judgeListenerRule: Judge = (added, targets) => {
  const live = rulesBeside(added);
  const rule = listenerRule(added);
  const { priority } = rule;
  const start = attaches(targets);
  const taken = live.find((one) => priority !== null && one.priority === priority);
  if (taken !== undefined) {
    const note = `${start}: ${taken.logicalId} has priority ${priority} too, which is refused.`;
    return [{ risk: 'high', note }];
  }
  const before = live.find((one) => isBefore(one, rule) && matchesAll(one));
  if (before !== undefined) {
    const note = `${start}: ${before.logicalId} is evaluated before it and matches every request.`;
    return [{ risk: 'medium', note }];
  }
  const behind = live.filter((one) => !isBefore(one, rule) && mayOverlap(rule, one));
  const from = [...behind.map((one) => one.logicalId), 'the default action'];
  if (behind.length === 0 && isOnlyForNewHosts(rule, added.world)) {
    const note =
      `${start}: it takes requests from the default action, but only for hosts whose first records the` +
      ' deployment adds.';
    return [{ risk: 'medium', note }];
  }
  const number = priority ?? 'not known';
  const note = `${start}: with priority ${number} it takes the requests that match it from ${listed(from)}.`;
  return [{ risk: 'high', note }];
};

/** Whether a live rule is certainly evaluated first. */
function isBefore(live: ListenerRule, added: ListenerRule): boolean {
  return live.priority !== null && added.priority !== null && live.priority < added.priority;
}

function matchesAll({ conditions, isWhole }: ListenerRule): boolean {
  return isWhole && [...conditions.values()].every((patterns) => patterns.some((one) => /^\/?\*$/.test(one)));
}

/** Whether some request may match both rules: no field has patterns that exclude each other. */
function mayOverlap(one: ListenerRule, other: ListenerRule): boolean {
  return [...one.conditions].every(([field, patterns]) => {
    const others = other.conditions.get(field);
    return (
      others === undefined ||
      patterns.some((pattern) => others.some((against) => mayMatchBoth(pattern, against)))
    );
  });
}

/** Whether the rule is only for hosts that have no record yet and get one with this deployment. */
function isOnlyForNewHosts(rule: ListenerRule, world: ComparedStacks): boolean {
  const hosts = rule.conditions.get('host-header') ?? [];
  const added = addedRecords(world).map(({ name }) => name);
  const live = templateRecords(world).map(({ name }) => name);
  const isNew = (host: string) =>
    added.includes(host) &&
    !live.some((name) => name === host || (isWildcard(name) && isUnder(host, name.slice(2))));
  return hosts.length > 0 && hosts.every(isNew);
}
