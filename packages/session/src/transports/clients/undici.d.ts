declare module "undici/lib/dispatcher/client.js" {
  const Client: import("./client.ts").ClientConstructor;
  export default Client;
}
