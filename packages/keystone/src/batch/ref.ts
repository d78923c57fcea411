declare const referred: unique symbol;

/**
 * A value that an earlier action of the same job will answer: the server puts it in. It is text, `@ref{alias.field}`,
 * and stands wherever a T may stand, also within a path. As it is text, any reference will do where any text will.
 */
export type Ref<T> = `@ref{${string}}` & { readonly [referred]: T };

/** The id of a record, as it is seen within the text of a path. */
// oxlint-disable-next-line typescript/no-unnecessary-template-expression -- The text of a reference is another type than the reference.
export type RefId = `${Ref<number>}`;

/** The same value, or a reference to one. */
export type OrRef<V> = V | Ref<V> | (V extends readonly (infer I)[] ? readonly (I | Ref<I>)[] : never);

/** The same fields, each of them or a reference. */
export type WithRefs<T> = { readonly [K in keyof T]: OrRef<T[K]> };
