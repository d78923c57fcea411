import { expect, test } from "vitest";
import { exchangeFailure, type Progress } from "./exchangeFailure.ts";

const progress: Progress = {
  place: "localhost:8000",
  sent: true,
  answered: false,
  headed: false,
  reused: false,
  connectionError: undefined,
};

test.each<[string, object, string]>([
  [
    "a parser's",
    { code: "HPE_INVALID_CONSTANT" },
    "What localhost:8000 answered is not valid HTTP: HPE_INVALID_CONSTANT.",
  ],
  [
    "a parser's in words",
    { reason: "Invalid token" },
    "What localhost:8000 answered is not valid HTTP: invalid token.",
  ],
  ["anybody else's", { code: "ERR_ASSERTION" }, "The exchange with localhost:8000 failed (ERR_ASSERTION)."],
  ["one without a code", {}, "The exchange with localhost:8000 failed (Error)."],
])("the server is blamed for an error of its parser only: %s", (_whose, own, message) => {
  const error = exchangeFailure(Object.assign(new Error("S3CR3T"), own), progress);
  expect(error).toMatchObject({ name: "TransportError", code: "protocol", sent: true, message });
});
