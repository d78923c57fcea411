// Serves the built site on this machine.
import { serve } from "vitepress";
import { docs } from "./places.mjs";

await serve({ root: docs });
