/** Options that people try: what is typed there is in the shell's history and in every list of processes. */
const SECRETS: Readonly<Record<string, string>> = {
  "--password": "--password-stdin",
  "--token": "--token-stdin",
  "--secret": "--secret-stdin",
  "--client-secret": "--secret-stdin",
  "--api-key": "--token-stdin",
};

/**
 * Refuses secrets among the arguments, before anything else is made of them; they are not repeated.
 *
 * @throws UsageError naming the option, and how to pass the secret instead
 */
export async function refuseSecrets(args: readonly string[]): Promise<void> {
  const end = args.indexOf("--");
  for (const word of end < 0 ? args : args.slice(0, end)) {
    const name = word.split("=", 1)[0] ?? "";
    const instead = Object.hasOwn(SECRETS, name) ? SECRETS[name] : undefined;
    if (instead === undefined) continue;
    const { UsageError } = await import("@latchkey/session");
    throw new UsageError("option", `There is no ${name}: every user of this machine can read a command's arguments.`, {
      hint: `Leave it out to be asked, or pipe it in: … | latchkey login … ${instead}. If it was a real one, change it.`,
    });
  }
}
