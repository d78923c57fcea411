/** What a method of each twin returns for a result of type T. */
export interface In<T> {
  readonly async: Promise<T>;
  readonly blocking: T;
}

/** What a method of each twin returns for many results of type T. */
export interface Each<T> {
  readonly async: AsyncIterable<T>;
  readonly blocking: Iterable<T>;
}

/** The two twins. */
export type Mode = keyof In<unknown>;
