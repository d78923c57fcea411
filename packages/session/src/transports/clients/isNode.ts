/** Whether this is Node itself: others lend themselves its name and modules, but neither its HTTP client nor its sockets. */
export const isNode: boolean = !("Bun" in globalThis) && !("Deno" in globalThis);
