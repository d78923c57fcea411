/** Names and values of a query, in order. */
export type Pairs = readonly (readonly [name: string, value: string])[];
