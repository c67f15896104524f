import { describe, expect, test } from '@jest/globals';
import { withTypeOnlyExports } from '../../tools/package/type-only-exports';

const declarations = `
/** A part. */
export declare class Part extends Construct {
}
export declare class PartOwner extends Construct {
    readonly part: Part;
}
export declare interface Props {
}
export { }
`;

describe('a class that the entry exports as a type only', () => {
  test('is exported as a type only, and nothing else is', () => {
    const entry = "export type { Part, Props } from './part';\nexport { PartOwner } from './owner';\n";
    expect(withTypeOnlyExports(declarations, entry)).toBe(
      `${declarations.replace('export declare class Part extends', 'declare class Part extends')}` +
        'export type { Part };\n',
    );
  });

  test('may be abstract', () => {
    const abstract = declarations.replace('declare class Part ', 'declare abstract class Part ');
    const changed = withTypeOnlyExports(abstract, "export type { Part } from './part';\n");
    expect(changed).toContain('\ndeclare abstract class Part extends Construct {');
    expect(changed).toMatch(/export type \{ Part \};\n$/);
  });

  test('is found in a list over several lines', () => {
    const entry = "export type {\n  Part,\n  PartOwner,\n} from './part';\n";
    expect(withTypeOnlyExports(declarations, entry)).toMatch(/export type \{ Part, PartOwner \};\n$/);
  });

  test('is the reason for any change', () => {
    const entry = "export { Part, type Props } from './part';\nexport type { Props } from './props';\n";
    expect(withTypeOnlyExports(declarations, entry)).toBe(declarations);
  });
});
