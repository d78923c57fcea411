/** The twins where there is Node, or what stands in for it, and what else depends on it; browsers get `browserTwins.ts`. */
export { briefTransport } from "../transports/briefTransport.ts";
export { asyncTwin } from "./asyncTwin.ts";
export { blockingTwin } from "./blockingTwin.ts";
