/** A digest of a text, from which nobody can find another text with the same digest. */
export type Digest = (text: string) => string;
