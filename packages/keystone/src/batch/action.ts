import { matching, required, UsageError } from "@latchkey/session";
import type { Method } from "../endpoints/lookup.ts";
import type { Ref } from "./ref.ts";

/** What a job's action is, once it is sent. */
export interface ActionPlan {
  readonly method: Method;
  /** As the server spells it. */
  readonly path: string;
  readonly payload: Readonly<Record<string, unknown>> | undefined;
  readonly query: Readonly<Record<string, unknown>> | undefined;
}

/** The server reads letters, digits and underscores in a reference, and the dots in between. */
const keyCheck = required(
  matching("made of letters, digits and underscores, or a list index from 0", (value): value is string | number =>
    typeof value === "number"
      ? Number.isSafeInteger(value) && value >= 0
      : typeof value === "string" && /^[A-Za-z0-9_]+$/.test(value),
  ),
);

/** One action of a job that is being built. `T` is the body that it will answer. */
export class Action<T = unknown> {
  readonly #reference: (keys: readonly (string | number)[]) => string;

  /** @internal */
  constructor(reference: (keys: readonly (string | number)[]) => string) {
    this.#reference = reference;
  }

  /**
   * A field of what this action will answer, for use in later ones: in a body, or in a path.
   *
   * @throws UsageError (`option`) for a key that cannot be written in a reference
   *
   * @example
   * ```ts
   * const team = job.post("users/teams", { json: { name: "Physics" } });
   * job.post("users/memberships", { json: { team: team.ref("id"), user: 7, role: "OW" } });
   * job.patch(`users/teams/${team.ref("id")}`, { json: { is_active: false } });
   * ```
   */
  ref<K extends keyof T & string>(key: K): Ref<T[K]>;
  ref<K extends keyof T & string, L extends keyof T[K] & (string | number)>(key: K, then: L): Ref<T[K][L]>;
  ref<
    K extends keyof T & string,
    L extends keyof T[K] & (string | number),
    N extends keyof T[K][L] & (string | number),
  >(key: K, then: L, last: N): Ref<T[K][L][N]>;
  ref(...keys: readonly (string | number)[]): unknown {
    for (const key of keys) keyCheck(key, "A key of ref()");
    return this.#reference(keys);
  }

  /** @throws UsageError (`option`) always: a body holds a field of what an action answers, never the action */
  toJSON(): never {
    throw notAField();
  }

  /** @throws UsageError (`option`) always: a path, too */
  toString(): never {
    throw notAField();
  }
}

function notAField(): UsageError {
  return new UsageError("option", "An action of a job is no value: only fields of what it will answer are.", {
    hint: 'Write action.ref("id") in its place.',
  });
}
