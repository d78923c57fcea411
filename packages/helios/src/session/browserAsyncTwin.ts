import { fetchTransport, asyncTwin as ofSessions, type Twin } from "@latchkey/session";

/** Sessions whose methods return promises, in a browser. Helios knows no cookies: it need not allow for any (CORS). */
export const asyncTwin: Twin<"async"> = {
  ...ofSessions,
  connect(settings) {
    // It refuses options that do nothing in a browser.
    ofSessions.connect(settings);
    return fetchTransport({ credentials: "omit" });
  },
};
