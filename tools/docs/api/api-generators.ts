import { apiPage, apiPageNames } from './api-pages';
import { loadApi } from './load-api';
import { API_FOLDER } from './markdown';
import { API_PAGE_NAMES } from './page-names';

/** What writes each page of the reference of constructs, and the report of the API. */
export const apiGenerators: Readonly<Record<string, () => string>> = {
  'docs/reference/cutover.api.md': () => loadApi().report,
  ...Object.fromEntries(
    API_PAGE_NAMES.map((page) => [`${API_FOLDER}/${page}.md`, () => checkedPage(page)] as const),
  ),
};

/** @throws Error for a page that has no name in `API_PAGE_NAMES`, and for a name without a page */
function checkedPage(page: string): string {
  const { exports } = loadApi();
  const needed = apiPageNames(exports);
  const wrong = [
    ...needed.filter((name) => !API_PAGE_NAMES.includes(name)),
    ...API_PAGE_NAMES.filter((name) => !needed.includes(name)),
  ];
  if (wrong.length > 0) {
    throw new Error(`tools/docs/api/page-names.ts must add, or no longer have: ${wrong.join(', ')}`);
  }
  return apiPage(page, exports);
}
