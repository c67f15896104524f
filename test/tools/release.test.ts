import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { changesetChange, withRelease } from '../../tools/release/changelog';

const ROOT = join(__dirname, '../..');

describe('a changeset', () => {
  test('begins with its kind', () => {
    expect(changesetChange('a', 'fixed: a lease\n is awaited\n')).toEqual({
      kind: 'fixed',
      text: 'A lease is awaited',
    });
  });

  test.each(['a lease is awaited', 'mended: a lease', 'fixed:', ''])(
    'without one is refused: %j',
    (summary) => {
      expect(() => changesetChange('some-id', summary)).toThrow(
        /^\.changeset\/some-id\.md must begin with one of "added: "/,
      );
    },
  );

  const files = readdirSync(join(ROOT, '.changeset')).filter((name) => /^(?!README).*\.md$/.test(name));
  test.each(files)('%s of this repository has one', (name) => {
    const [, , summary = ''] = readFileSync(join(ROOT, '.changeset', name), 'utf8').split(/^---$/m);
    expect(() => changesetChange(name, summary)).not.toThrow();
  });
});

describe('a release', () => {
  const changelog = [
    '# Changelog',
    '',
    '## [Unreleased]',
    '',
    '### Added',
    '',
    '- Gates.',
    '',
    '### Fixed',
    '',
    '- A leak.',
    '',
    '## [0.1.0] - 2026-11-01',
    '',
    '### Added',
    '',
    '- All of it.',
    '',
  ].join('\n');
  const release = { version: '0.2.0', date: '2026-12-01' };

  test('has what was not released and the changes, by kind, and keeps the releases before', () => {
    const changes = [
      { kind: 'security', text: 'A header.' },
      { kind: 'added', text: 'Calendars.' },
    ] as const;
    expect(withRelease(changelog, release, changes)).toBe(
      [
        '# Changelog',
        '',
        '## [Unreleased]',
        '',
        '## [0.2.0] - 2026-12-01',
        '',
        '### Added',
        '',
        '- Gates.',
        '- Calendars.',
        '',
        '### Fixed',
        '',
        '- A leak.',
        '',
        '### Security',
        '',
        '- A header.',
        '',
        '## [0.1.0] - 2026-11-01',
        '',
        '### Added',
        '',
        '- All of it.',
        '',
      ].join('\n'),
    );
  });

  test('after a release has only its own changes', () => {
    const first = withRelease(changelog, release, []);
    const second = withRelease(first, { version: '0.2.1', date: '2026-12-02' }, [
      { kind: 'fixed', text: 'It.' },
    ]);
    expect(second).toContain('## [0.2.1] - 2026-12-02\n\n### Fixed\n\n- It.\n\n## [0.2.0]');
    expect(second.match(/- Gates\./g)).toHaveLength(1);
  });

  test('can be made of the changelog of this repository', () => {
    const whole = withRelease(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), release, []);
    expect(whole).toMatch(/## \[Unreleased\]\n\n## \[0\.2\.0\] - 2026-12-01\n\n### Added\n\n- /);
  });

  test('needs a section for what is not released', () => {
    expect(() => withRelease('# Changelog\n', release, [])).toThrow('has no section "## [Unreleased]"');
  });
});
