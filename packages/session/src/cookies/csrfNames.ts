/** Double-submit protection: the value of a cookie is repeated in a header, which another site cannot do. */
export interface CsrfNames {
  /** Name of the cookie. */
  readonly cookie: string;
  /** Name of the header, in lower case. */
  readonly header: string;
}
