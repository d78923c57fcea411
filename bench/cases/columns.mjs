/** What a column shows: a metric of the samples, and whether more or less of it is better. */
export const rate = { metric: "rate", label: "req/s", digits: 0, better: "more" };
export const micros = { metric: "micros", label: "CPU µs/req", digits: 0, better: "less" };
export const megabytes = { metric: "megabytes", label: "peak MB", digits: 0, better: "less" };

/** The columns of a case that counts requests. */
export const throughput = [rate, micros, megabytes];
