// A lending library. A card and a PIN get a pass at the desk; requests carry the pass, and it ends sooner or later.
// #region session
import {
  type AuthContext,
  AuthenticationError,
  type AuthStrategy,
  asyncTwin,
  blockingTwin,
  type Credential,
  type Each,
  endpoint,
  type Flow,
  HttpSession,
  type In,
  type Mode,
  type SessionOptions,
  SharedRefresh,
  type Twin,
} from "@latchkey/session";

/** How it signs in. However many calls need a pass, `passes` asks for one. */
function deskPass(card: string, pin: string): AuthStrategy {
  const passes = new SharedRefresh<Credential>();
  let held: Credential | undefined;
  function* ask(context: AuthContext): Flow<Credential> {
    const bytes = new TextEncoder().encode(JSON.stringify({ card, pin }));
    const reply = yield* context.send({ method: "POST", path: "/desk", body: { kind: "bytes", bytes } });
    if (reply.status !== 200) throw new AuthenticationError("rejected", "The desk gave no pass for this card and PIN.");
    held = { headers: { "x-pass": new TextDecoder().decode(reply.body) } };
    return held;
  }
  return {
    name: "deskPass",
    *credential(context) {
      return held ?? (yield* passes.get(context, ask));
    },
    *refused(used, reply, context) {
      if (reply.status !== 401) return false;
      if (used === held) yield* passes.get(context, ask);
      return true; // there is another pass now: send the request once more
    },
  };
}

type LibraryOptions = SessionOptions & { readonly card: string; readonly pin: string };

/** What both twins share: all of it. */
abstract class Library<M extends Mode> extends HttpSession<M> {
  constructor(twin: Twin<M>, { card, pin, ...options }: LibraryOptions) {
    super(twin, { ...options, auth: deskPass(card, pin) });
  }

  /** Borrows a book; says until when. */
  borrow(id: number): In<string>[M] {
    return this.run(this.#ask<{ due: string }, string>("POST", endpoint`books/${id}/loan`, ({ due }) => due));
  }

  /** The titles of all books: the next page is asked for when the loop comes to it. */
  titles(): Each<string>[M] {
    return this.each(() => {
      let next: string | null = "books";
      const read = (page: { titles: string[]; next: string | null }): string[] => {
        next = page.next;
        return page.titles;
      };
      return { next: () => (next === null ? none() : this.#ask("GET", next, read)), *stop() {} };
    });
  }

  *#ask<A, T>(method: string, path: string, pick: (answer: A) => T): Flow<T> {
    return pick((yield* this.exchange<A>(method, path)).raiseForStatus().json());
  }
}

function* none(): Flow<undefined> {}

export class AsyncLibrarySession extends Library<"async"> {
  constructor(options: LibraryOptions) {
    super(asyncTwin, options);
  }
  [Symbol.asyncDispose] = (): Promise<void> => this.close();
}

export class LibrarySession extends Library<"blocking"> {
  constructor(options: LibraryOptions) {
    super(blockingTwin, options);
  }
  [Symbol.dispose] = (): void => this.close();
}
// #endregion session

// #region use
const options = { url: "http://localhost:8080", card: "A-17", pin: "2718" };

await using library = new AsyncLibrarySession(options);
for await (const title of library.titles()) console.log(title);
console.log(await Promise.all([1, 2, 3].map((id) => library.borrow(id))));

using blocking = new LibrarySession(options);
console.log([...blocking.titles()].length, blocking.borrow(4));
// #endregion use
