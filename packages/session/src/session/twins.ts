/** The twins where there is Node, or what stands in for it; browsers get `browserTwins.ts`. */
export { asyncTwin } from "./asyncTwin.ts";
export { blockingTwin } from "./blockingTwin.ts";
