import { availableParallelism } from "node:os";

/** Whether another thread can work while this one does: otherwise giving it something to do only adds the way there. */
export const spareCore: boolean = availableParallelism() > 1;
