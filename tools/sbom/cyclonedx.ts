import type { BundledPackage } from './bundle-packages';

/** The parts of a CycloneDX document that are read or changed here; the rest is kept as npm wrote it. */
export interface CycloneDx {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
}

/** A package, with what npm says of it. */
export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly unknown[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Dependency {
  readonly ref: string;
  readonly dependsOn?: readonly string[];
}

/** The handlers whose bundle contains the package, separated by commas. */
export const HANDLERS = 'cutover:handlers';

/**
 * The bill of materials of the deployed functions: what npm says of the packages that are in their bundles.
 * The same commit gives the same bytes, so it has neither a time nor a random serial number, and no version
 * of npm.
 * @param whole what `npm sbom` printed for the whole project
 * @throws Error when npm does not know a package that is in a bundle
 */
export function billOfBundles(whole: CycloneDx, packages: readonly BundledPackage[], name: string): object {
  const { component } = whole.metadata;
  const byRef = new Map(whole.components.map((one) => [one['bom-ref'], one]));
  const components = packages.map((bundled) => {
    const ref = refOf(bundled);
    const found = byRef.get(ref);
    if (found === undefined) {
      throw new Error(`${ref} is in a bundle, and npm sbom does not list it; run npm ci`);
    }
    const handlers = { name: HANDLERS, value: bundled.handlers.join(',') };
    // npm knows which packages the project needs for development: not what is in a function.
    const properties = (found.properties ?? []).filter(({ name }) => name !== 'cdx:npm:package:development');
    return { ...found, properties: [...properties, handlers] };
  });
  const refs = new Set(components.map((one) => one['bom-ref']));
  const root = component['bom-ref'];
  const dependencies = whole.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)).sort() }))
    .sort((a, b) => (a.ref < b.ref ? -1 : 1));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    // npm takes the name of the folder.
    metadata: { component: { ...component, name } },
    components,
    dependencies: [{ ref: root, dependsOn: [...refs] }, ...dependencies],
  };
}

/** How npm refers to a package. */
export function refOf({ name, version }: Pick<BundledPackage, 'name' | 'version'>): string {
  return `${name}@${version}`;
}
