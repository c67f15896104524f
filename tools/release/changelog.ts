/** The kinds of changes, in the order of Keep a Changelog. */
export const KINDS = ['added', 'changed', 'deprecated', 'removed', 'fixed', 'security'] as const;
export type Kind = (typeof KINDS)[number];

/** A change that users notice. */
export interface Change {
  readonly kind: Kind;
  readonly text: string;
}

/**
 * Reads the text of a changeset: `fixed: …`.
 * @throws Error when it does not begin with a kind
 */
export function changesetChange(id: string, summary: string): Change {
  const [, kind, text] = /^(\w+): (\S.*)$/s.exec(summary.trim()) ?? [];
  if (kind === undefined || text === undefined || !isKind(kind)) {
    throw new Error(
      `.changeset/${id}.md must begin with one of ${KINDS.map((one) => `"${one}: "`).join(', ')}`,
    );
  }
  const line = text.replace(/\s+/g, ' ');
  return { kind, text: `${line[0]?.toUpperCase()}${line.slice(1)}` };
}

/**
 * The changelog with a section for a release, which has what was not released, and the changes by kind.
 * @param date such as `2026-12-01`
 * @throws Error when the changelog has no section for what is not released
 */
export function withRelease(
  changelog: string,
  { version, date }: { readonly version: string; readonly date: string },
  changes: readonly Change[],
): string {
  const [, before, unreleased, after = ''] =
    /^(.*\n## \[Unreleased\]\n)(.*?)(\n## \[.*)?$/s.exec(changelog) ?? [];
  if (before === undefined || unreleased === undefined) {
    throw new Error('CHANGELOG.md has no section "## [Unreleased]"');
  }
  const sections = KINDS.flatMap((kind) => {
    const title = `### ${kind[0]?.toUpperCase()}${kind.slice(1)}`;
    const stood = sectionOf(unreleased, title);
    const added = changes.filter((one) => one.kind === kind).map(({ text }) => `- ${text}`);
    const lines = [...(stood === '' ? [] : [stood]), ...added];
    return lines.length === 0 ? [] : [`${title}\n\n${lines.join('\n')}\n`];
  });
  return `${before}\n## [${version}] - ${date}\n\n${sections.join('\n')}${after}`;
}

function sectionOf(unreleased: string, title: string): string {
  const [, section = ''] = unreleased.split(new RegExp(`^${title}$`, 'm'));
  return (section.split(/^### /m)[0] ?? '').trim();
}

function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text);
}
