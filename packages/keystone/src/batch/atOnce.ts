/** What a function that builds a job may return: anything but a promise, for a job is built at once. */
export type AtOnce<R> = R extends PromiseLike<unknown> ? never : R;
