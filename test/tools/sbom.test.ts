import { beforeAll, describe, expect, test } from '@jest/globals';
import { functionNames, registeredTask } from '../../lib/workflow/tasks';
import { measureBundle } from '../../tools/bench/measured-bundle';
import { type BundledPackage, bundledPackages } from '../../tools/sbom/bundle-packages';
import { billOfBundles, type Component, type CycloneDx, HANDLERS, refOf } from '../../tools/sbom/cyclonedx';
import { npmSbom } from '../../tools/sbom/npm-sbom';

/** Licences that a package in a function may have: each allows copies under its own terms. */
const LICENCES = ['Apache-2.0', 'MIT', 'MIT-0', 'ISC'];

describe('the bill of materials of the deployed functions', () => {
  let packages: readonly BundledPackage[];
  let whole: CycloneDx;
  let bill: CycloneDx;

  beforeAll(async () => {
    packages = await bundledPackages();
    whole = npmSbom();
    bill = billOfBundles(whole, packages, 'cutover') as CycloneDx;
  }, 120_000);

  test('lists every package of the bundles with its version, a licence and a hash, and no other', () => {
    expect(bill.components.map((one) => one['bom-ref'])).toEqual(packages.map(refOf));
    expect(packages.length).toBeGreaterThan(20);
    const lacking = bill.components.filter((one) => {
      const ids = (one.licenses ?? []).map((entry) => (entry as { license?: { id?: string } }).license?.id);
      const hashes = (one as Component & { hashes?: readonly unknown[] }).hashes ?? [];
      return ids.length === 0 || !ids.every((id) => LICENCES.includes(id ?? '')) || hashes.length === 0;
    });
    expect(lacking.map((one) => [one['bom-ref'], one.licenses])).toEqual([]);
  });

  test('covers every function that is deployed, the hook included', () => {
    const covered = new Set(
      bill.components.flatMap(({ properties = [] }) =>
        properties.filter(({ name }) => name === HANDLERS).flatMap(({ value }) => value.split(',')),
      ),
    );
    const hooks = ['hooks/deployment-hook', 'hooks/query-gate'];
    const deployed = [...functionNames.map((name) => registeredTask(name).handler), ...hooks];
    expect([...covered].sort()).toEqual([...deployed].sort());
  });

  test('has what one bundle contains under its handler', async () => {
    const { packages: names } = await measureBundle('smoke-test');
    const listed = packages.filter(({ handlers }) => handlers.includes('smoke-test'));
    expect(listed.map(({ name }) => name)).toEqual(names);
  });

  test('is the same for the same commit, whatever the time, the folder and the version of npm', () => {
    const again = { ...npmSbom(), serialNumber: 'urn:uuid:other' };
    const { component } = again.metadata;
    const elsewhere = {
      ...again,
      metadata: {
        timestamp: '2030-01-01T00:00:00Z',
        tools: [{ name: 'cli', version: '99.0.0' }],
        component: { ...component, name: 'elsewhere' },
      },
    };
    const text = JSON.stringify(billOfBundles(elsewhere, packages, 'cutover'));
    expect(text).toBe(JSON.stringify(bill));
    expect(text).not.toMatch(/timestamp|serialNumber|\burn:uuid/);
  });

  test('refuses a package that npm does not list', () => {
    const stray = { name: 'stray', version: '1.0.0', handlers: ['smoke-test'] };
    expect(() => billOfBundles(whole, [stray], 'cutover')).toThrow('stray@1.0.0 is in a bundle');
  });
});
