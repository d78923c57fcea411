import { Hono } from "hono";
import { alertRoutes } from "./alerts/alertRoutes.ts";
import { cameraRoutes } from "./cameras/cameraRoutes.ts";
import { collectionRoutes } from "./collections/collectionRoutes.ts";
import type { Environment, Redirect } from "./http/environment.ts";
import { parametersOf } from "./http/parameters.ts";
import { Problem } from "./http/problem.ts";
import { observationRoutes } from "./observations/observationRoutes.ts";
import type { AccessTokens } from "./tokens/accessTokens.ts";
import { currentUser, requireToken } from "./tokens/bearer.ts";
import { tokenRoute } from "./tokens/tokenRoute.ts";
import type { World } from "./world.ts";

/** The API as a function from request to response. `sign` makes the signed URL of a path on the storage host, for who asked at a URL. */
export function heliosApp(
  world: World,
  tokens: AccessTokens,
  { throttle, sign }: { throttle: boolean; sign: (path: string, requested: string) => string },
): (request: Request) => Promise<Response> {
  const redirect: Redirect = ({ req }, path) =>
    new Response(null, { status: 302, headers: { Location: sign(path, req.url) } });
  const askForToken = tokenRoute(tokens, world.clock, throttle);
  const app = new Hono<Environment>()
    .basePath("/v1")
    .use(async (context, next) => {
      context.set("parameters", await parametersOf(context.req.raw));
      await next();
    })
    .post("/oauth/token", (context) => askForToken(context.req.raw, context.var.parameters))
    .get("/session", (context) => currentUser(tokens, context.req.raw, context.var.parameters))
    .use(async (context, next) => {
      await requireToken(tokens, context.req.raw, context.var.parameters);
      await next();
    })
    .route("/alerts", alertRoutes(world))
    .route("/cameras", cameraRoutes(world, redirect))
    .route("/observations", observationRoutes(world, redirect))
    .route("/collections", collectionRoutes(world, redirect))
    .notFound(({ req }) => new Problem(404, "not_found", `There is no ${req.method} ${req.path}.`).toResponse())
    .onError((error) => {
      if (error instanceof Problem) return error.toResponse();
      throw error;
    });
  return async (request) => app.fetch(request);
}
