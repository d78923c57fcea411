/** Sessions whose methods return promises. */
export { asyncTwin } from "@latchkey/session";
