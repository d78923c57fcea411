import { StatusError, type StatusErrorDetails } from "@latchkey/session";
import type { Method } from "../endpoints/lookup.ts";

/** The action of a job that an error is about. */
export interface FailedAction {
  /** 1 for the first. */
  readonly index: number;
  readonly method: Method;
  /** As it was sent: with its references, but for the values of its query. */
  readonly path: string;
  readonly alias: string | undefined;
}

export interface BatchErrorDetails extends StatusErrorDetails {
  readonly action: FailedAction | undefined;
  readonly actionStatus: number | undefined;
  readonly token: string | undefined;
}

/** A job failed, and nothing of it was done. `problem` is what the failed action answered. */
export class BatchError extends StatusError {
  override readonly name = "BatchError" as const;
  /** The action that failed, or that holds the reference that could not be resolved. */
  readonly action: FailedAction | undefined;
  /** The status that the action itself would have answered; `undefined` when it was not carried out. */
  readonly actionStatus: number | undefined;
  /** The reference that could not be resolved. */
  readonly token: string | undefined;

  constructor(message: string, details: BatchErrorDetails) {
    super(message, details);
    this.action = details.action;
    this.actionStatus = details.actionStatus;
    this.token = details.token;
  }

  override toJSON(): Record<string, unknown> {
    const { action, actionStatus, token } = this;
    return { ...super.toJSON(), action, actionStatus, token };
  }
}
