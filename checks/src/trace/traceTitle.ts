/** What the drawing is about. */
export const TRACE_TITLE =
  "The spans of a batch of five calls, three at a time: each is refused because the token has ended, one token request below the first of them serves all, and every request is sent again";
