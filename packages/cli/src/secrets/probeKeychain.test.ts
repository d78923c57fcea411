import { expect, test } from "vitest";
import { probeEnvironment } from "./probeKeychain.ts";

test("the probe of the keychain is given where the desktop is, and no secret", () => {
  const needed = {
    PATH: "/bin",
    HOME: "/home/ada",
    DBUS_SESSION_BUS_ADDRESS: "unix:path=/run/bus",
    XDG_RUNTIME_DIR: "/run",
  };
  const secrets = {
    KEYSTONE_PASSWORD: "a",
    KEYSTONE_TOKEN: "b",
    helios_client_secret: "c",
    LATCHKEY_PROXY: "d",
    NODE_OPTIONS: "e",
  };
  expect(probeEnvironment({ ...secrets, ...needed })).toEqual(needed);
});
