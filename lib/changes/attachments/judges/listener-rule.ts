import { isSection } from '../../template';
import { type ComparedStacks, liveResources, type PlacedResource } from '../compared';
import { membersOf, propertyValues } from '../paths';
import { normalName } from '../records/dns-names';
import { valueText } from '../value-text';

/** A rule of a listener, as far as it can be compared with others. */
export interface ListenerRule {
  readonly logicalId: string;
  /** The same text for the same listener. */
  readonly listener: string;
  /** Null if it is not known. */
  readonly priority: number | null;
  readonly conditions: RuleConditions;
  /** Whether every condition is among `conditions`. */
  readonly isWhole: boolean;
}

/** The patterns of each field, such as `http-header x-test`. */
export type RuleConditions = ReadonlyMap<string, readonly string[]>;

const rulesByWorld = new WeakMap<ComparedStacks, ReadonlyMap<PlacedResource, ListenerRule>>();

/** The live rules of the listener that a rule is added to. */
export function rulesBeside(added: PlacedResource): ListenerRule[] {
  const { listener } = listenerRule(added);
  return [...liveRules(added.world)]
    .filter(([one]) => !(one.logicalId === added.logicalId && one.stack === added.stack))
    .map(([, rule]) => rule)
    .filter((rule) => rule.listener === listener);
}

function liveRules(world: ComparedStacks): ReadonlyMap<PlacedResource, ListenerRule> {
  const known = rulesByWorld.get(world);
  const live = liveResources(world).filter(
    ({ resource }) => resource.Type === 'AWS::ElasticLoadBalancingV2::ListenerRule',
  );
  const rules = known ?? new Map(live.map((one) => [one, listenerRule(one)]));
  rulesByWorld.set(world, rules);
  return rules;
}

/** Reads a rule. */
export function listenerRule(placed: PlacedResource): ListenerRule {
  const { Properties } = placed.resource;
  const priority = Number(valueText(Properties.Priority, placed));
  const conditions = conditionsOf(placed);
  return {
    logicalId: placed.logicalId,
    listener: valueText(Properties.ListenerArn, placed),
    priority: Number.isNaN(priority) ? null : priority,
    conditions,
    isWhole: conditions.size === membersOf(Properties.Conditions).length,
  };
}

const CONFIGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'path-pattern': 'PathPatternConfig.Values',
    'host-header': 'HostHeaderConfig.Values',
    'http-header': 'HttpHeaderConfig.Values',
    'http-request-method': 'HttpRequestMethodConfig.Values',
  }),
);

/** The conditions of a rule that can be compared: fields whose patterns are known. */
function conditionsOf(rule: PlacedResource): RuleConditions {
  const conditions = new Map<string, readonly string[]>();
  for (const condition of membersOf(rule.resource.Properties.Conditions).filter(isSection)) {
    const field = valueText(condition.Field, rule);
    const path = CONFIGS.get(field);
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
