import { type Html, html } from './html';

/** A column of a table. */
export interface Column {
  readonly head: string;
  /** Numbers and times: aligned to the right, with digits of one width. */
  readonly isNumber?: boolean;
}

/** One row: its cells, and a class for the row. The first cell is its header. */
export interface Row {
  readonly cells: readonly (string | Html)[];
  readonly kind?: string;
}

/** A table that scrolls horizontally where the screen is too narrow, also by keyboard. */
export function table(
  id: string,
  caption: string,
  columns: readonly Column[],
  rows: readonly Row[],
  total?: Row,
): Html {
  const cell = (value: string | Html, i: number) => {
    const of = columns[i]?.isNumber === true ? html` class="number"` : null;
    return i === 0 ? html`<th scope="row"${of}>${value}</th>` : html`<td${of}>${value}</td>`;
  };
  const line = ({ cells, kind }: Row) =>
    html`<tr${kind === undefined ? null : html` class="${kind}"`}>${cells.map(cell)}</tr>
`;
  const heads = columns.map(
    ({ head, isNumber }) =>
      html`<th scope="col"${isNumber === true ? html` class="number"` : null}>${head}</th>`,
  );
  return html`<div class="scroll" role="region" aria-labelledby="${id}-caption" tabindex="0">
<table id="${id}">
<caption id="${id}-caption"><span>${caption}</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.map(line)}</tbody>
${total === undefined ? null : html`<tfoot>${line(total)}</tfoot>`}</table>
</div>`;
}
