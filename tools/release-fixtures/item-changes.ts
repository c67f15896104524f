import { isDeepStrictEqual } from 'node:util';
import type { TableItem } from './memory-table';

/** How an item was changed. A recording has these instead of whole items, of which each has the snapshot. */
export interface ItemChange {
  readonly route: string;
  readonly item: string;
  /** The attributes that were added or changed, as DynamoDB stores them. */
  readonly set: TableItem;
  /** Absent: none. */
  readonly removed?: readonly string[];
}

const keyOf = (route: string | undefined, item: string | undefined) => JSON.stringify([route, item]);

/** Follows items by their changes. */
export class ItemHistory {
  private readonly now = new Map<string, TableItem>();

  /** Every item as it is now. */
  items(): readonly TableItem[] {
    return [...this.now.values()];
  }

  /** What an item changes. From now on, it is as given. */
  changeTo(item: TableItem): ItemChange {
    const key = keyOf(item.route?.S, item.item?.S);
    const before = this.now.get(key) ?? {};
    this.now.set(key, item);
    const { route, item: name, ...rest } = item;
    const set = Object.entries(rest).filter(([field, value]) => !isDeepStrictEqual(before[field], value));
    const removed = Object.keys(before).filter((field) => !(field in item));
    return {
      route: String(route?.S),
      item: String(name?.S),
      set: Object.fromEntries(set),
      ...(removed.length === 0 ? {} : { removed }),
    };
  }

  /** Changes the items. */
  apply(changes: readonly ItemChange[]): void {
    for (const { route, item, set, removed = [] } of changes) {
      const key = keyOf(route, item);
      const before = Object.entries(this.now.get(key) ?? {}).filter(([field]) => !removed.includes(field));
      this.now.set(key, { ...Object.fromEntries(before), route: { S: route }, item: { S: item }, ...set });
    }
  }
}
