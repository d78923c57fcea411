/** What names a server, or signs in to one. */
const SERVERS = /^(?:KEYSTONE|HELIOS|helios)_/;

/** The environment without what it puts in the place of a profile: for commands that mean the profile itself. */
export function profileEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SERVERS.test(name)));
}
