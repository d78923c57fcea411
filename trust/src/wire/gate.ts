import { once } from "node:events";
import {
  Agent,
  createServer as createHttpServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer, Server as HttpsServer } from "node:https";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Certificate } from "./certificates.ts";
import type { DoorRecord } from "./doorMessages.ts";
import { type FaultPlan, serverActs } from "./fault.ts";
import { playFault, type WholeAnswer } from "./playFault.ts";

/** One listening port in front of a server: counts, passes on, and spoils what its plan says. */
export class Gate {
  readonly #upstream: URL;
  readonly #agent: Agent = new Agent({ keepAlive: true });
  readonly #http: Server | HttpsServer;
  readonly #net = createServer((socket) => this.#connected(socket));
  readonly #sockets: Set<Socket> = new Set();
  readonly #turns: WeakMap<object, number> = new WeakMap();
  readonly #heads: string[] = [];
  readonly #held: string[] = [];
  #connections = 0;
  #matched = 0;
  #holding = false;
  #plan: FaultPlan | undefined;

  constructor(upstream: string, certificate: Certificate | undefined) {
    this.#upstream = new URL(upstream);
    const serve = (incoming: IncomingMessage, response: ServerResponse): void => this.#serve(incoming, response);
    this.#http = certificate === undefined ? createHttpServer(serve) : createHttpsServer({ ...certificate }, serve);
    // Connections end by the plan, or by what clients do: never by a timer, which a busy machine reaches.
    this.#http.keepAliveTimeout = 0;
    this.#http.on("tlsClientError", () => {});
    // What clients do to their connections is what the tests are about.
    this.#http.on("clientError", (_error, socket) => socket.destroy());
  }

  async listen(): Promise<number> {
    this.#net.listen(0, "127.0.0.1");
    await once(this.#net, "listening");
    // It listens on TCP, so its address is one.
    return (this.#net.address() as AddressInfo).port;
  }

  /** What is spoilt from now on; `undefined`: nothing. Counting begins anew. */
  plan(plan: FaultPlan | undefined): void {
    this.#plan = plan;
    this.#matched = 0;
  }

  /** Another certificate for connections to come; those that are there are cut. */
  show(certificate: Certificate): void {
    if (!(this.#http instanceof HttpsServer)) throw new Error("Only a door with TLS has certificates.");
    this.#http.setSecureContext({ ...certificate });
    this.#cut();
  }

  async take(mode: "refuse" | "hold"): Promise<void> {
    this.#cut();
    this.#holding = mode === "hold";
    if (mode === "refuse") await new Promise<void>((done) => this.#net.close(() => done()));
  }

  record(): DoorRecord {
    return { connections: this.#connections, matched: this.#matched, heads: this.#heads, held: this.#held };
  }

  close(): void {
    this.#cut();
    this.#agent.destroy();
    if (this.#net.listening) this.#net.close();
  }

  #cut(): void {
    this.#connections = 0;
    for (const socket of this.#sockets) socket.destroy();
  }

  #connected(socket: Socket): void {
    this.#connections += 1;
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    if (this.#holding) socket.on("data", (chunk) => this.#held.push(chunk.toString("latin1", 0, 64)));
    else this.#http.emit("connection", socket);
  }

  #serve(incoming: IncomingMessage, response: ServerResponse): void {
    const turn = (this.#turns.get(incoming.socket) ?? 0) + 1;
    this.#turns.set(incoming.socket, turn);
    this.#heads.push(`${incoming.method} ${incoming.url}\n${incoming.rawHeaders.join("\n")}`);
    response.on("error", () => {});
    const plan = this.#draw(incoming);
    if (plan === undefined) {
      this.#ask(incoming, (answer) => pass(response, answer));
      return;
    }
    const spoil = (answer: WholeAnswer | undefined): void =>
      playFault(plan.fault, {
        request: incoming,
        response,
        answer,
        turn,
        pass: () => {
          if (answer === undefined) this.#ask(incoming, (late) => pass(response, late));
          else pass(response, answer);
        },
      });
    if (plan.spares !== true && serverActs(plan.fault)) this.#ask(incoming, spoil);
    else if (plan.fault.play === "answer") {
      incoming.resume();
      incoming.on("end", () => spoil(undefined));
    } else spoil(undefined);
  }

  #draw({ method, url = "" }: IncomingMessage): FaultPlan | undefined {
    const plan = this.#plan;
    const path = url.split("?", 1)[0] ?? "";
    if (plan === undefined || !path.endsWith(plan.path)) return undefined;
    if (plan.method !== undefined && plan.method !== method) return undefined;
    this.#matched += 1;
    const place = this.#matched - (plan.after ?? 0);
    return place >= 1 && place <= (plan.times ?? Infinity) ? plan : undefined;
  }

  #ask(incoming: IncomingMessage, answered: (answer: WholeAnswer) => void): void {
    const { host, hostname, port, protocol } = this.#upstream;
    const onward = request({
      hostname,
      port,
      protocol,
      path: incoming.url,
      method: incoming.method,
      headers: { ...incoming.headers, host },
      agent: this.#agent,
    });
    onward.on("error", () => incoming.socket.destroy());
    onward.on("response", (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("error", () => incoming.socket.destroy());
      reply.on("end", () => {
        answered({ status: reply.statusCode ?? 0, rawHeaders: reply.rawHeaders, body: Buffer.concat(chunks) });
      });
    });
    incoming.pipe(onward);
  }
}

const HOP_BY_HOP: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding", "content-length"]);

function pass(response: ServerResponse, { status, rawHeaders, body }: WholeAnswer): void {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, value);
  }
  if (body.length > 0) kept.push("content-length", `${body.length}`);
  response.writeHead(status, kept);
  response.end(body);
}
