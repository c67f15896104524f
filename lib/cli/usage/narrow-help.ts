import { Help } from 'commander';
import { wrap } from '../output/format';

/** Columns that must be left beside a term; with less, its description is below it. */
const LEAST_BESIDE = 30;
/** What surrounds a term: two spaces on each side. */
const AROUND = 4;

/** The settings of a help that stays within the columns of a narrow terminal. */
export const narrowHelp: Partial<Help> = {
  minWidthToWrap: LEAST_BESIDE,
  formatItem(this: Help, term, termWidth, description, helper) {
    const columns = this.helpWidth ?? 80;
    return columns - termWidth - AROUND >= LEAST_BESIDE || description === ''
      ? Help.prototype.formatItem.call(this, term, termWidth, description, helper)
      : `  ${term}\n      ${wrap(description, columns - 6, ' '.repeat(6))}`;
  },
};
