import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { type Certificates, makeCertificates } from "../wire/certificates.ts";
import { type FaultProxy, startFaultProxy } from "../wire/faultProxy.ts";
import { type KeystoneFixture, keystoneFixture } from "./keystoneFixture.ts";

/** The servers that operations are tried on, each in a thread of its own, and the proxy in front of them. */
export interface Site {
  readonly keystone: KeystoneBox;
  readonly helios: HeliosBox;
  readonly proxy: FaultProxy;
  readonly certificates: Certificates;
  readonly fixture: KeystoneFixture;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const keystone = await startKeystone({ throttle: false, thread: true });
  const helios = await startHelios({ throttle: false, thread: true });
  const proxy = startFaultProxy();
  return {
    keystone,
    helios,
    proxy,
    certificates: makeCertificates(),
    fixture: await keystoneFixture(keystone),
    async close() {
      await Promise.all([keystone.close(), helios.close(), proxy.close()]);
    },
  };
}
