import type { Comment } from './comment';

/** A part of the text of a type. */
export interface TypeToken {
  readonly text: string;
  /** The export of the package that it names; null for anything else. */
  readonly item: string | null;
}

/** A field or a method of a class or an interface. */
export interface ApiMember {
  readonly name: string;
  readonly kind: 'field' | 'method';
  readonly isOptional: boolean;
  /** The type of a field; the whole signature of a method. */
  readonly type: readonly TypeToken[];
  readonly comment: Comment;
}

/** An export of the package. */
export interface ApiExport {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'type' | 'constant';
  /** The file that declares it, such as `lib/ecs/api-front.d.ts`. */
  readonly file: string;
  readonly comment: Comment;
  /** The code of `@example`; null without one. */
  readonly example: string | null;
  /** The constructor that users may call: its parameters and what it throws; null without one. */
  readonly construction: { readonly type: readonly TypeToken[]; readonly comment: Comment } | null;
  /** What an interface or a class extends and implements. */
  readonly heritage: readonly TypeToken[][];
  /** The type of an alias or a constant; empty for others. */
  readonly type: readonly TypeToken[];
  readonly members: readonly ApiMember[];
}
