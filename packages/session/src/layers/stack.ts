import { compose, type Layer, type Next } from "./layer.ts";
import { ownLayer } from "./ownLayer.ts";
import { wire } from "./wire.ts";

/** The layers that a session puts together. */
export interface Layers {
  readonly observe: Layer;
  readonly retry: Layer;
  readonly authenticate: Layer;
  readonly redirect: Layer;
  readonly limit: Layer;
  readonly cookies: Layer;
}

/** The order of the layers, outermost first: each retry authorises anew, back-off holds no slot, cookies see every hop. */
export function mainStack(
  { observe, retry, authenticate, redirect, limit, cookies }: Layers,
  own: readonly Layer[],
): Next {
  return compose([observe, ...own.map(ownLayer), retry, authenticate, redirect, limit, cookies], wire);
}

/**
 * What token and login requests go through. It begins below `authenticate`, so they cannot recurse; it holds no other
 * slot, so they work at concurrency 1; and it never follows a redirect, so a secret goes nowhere else.
 */
export function credentialStack({ observe, retry, limit }: Layers): Next {
  return compose([observe, retry, limit], wire);
}
