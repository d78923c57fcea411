import { type Complete, RootCommand } from "@bomb.sh/tab";
import type { Command, Option } from "commander";
import { Profiles } from "../profile/profiles.ts";
import { ENDPOINTS } from "./endpoints.ts";

/** What can follow what. It is read from the commands themselves; nothing is asked over the network. */
function completions(program: Command, env: NodeJS.ProcessEnv): RootCommand {
  const root = new RootCommand();
  // Asked for only where a profile is to be named.
  const profiles = (): readonly string[] => new Profiles(env).names();
  const valuesOf = ({ long, argChoices = [] }: Option): Values => (long === "--profile" ? profiles : () => argChoices);

  function add(command: Command, path: readonly string[]): void {
    const target = path.length === 0 ? root : root.command(path.join(" "), command.summary());
    for (const option of [...command.options, ...(path.length === 0 ? [] : program.options)]) {
      const name = option.long?.slice(2) ?? "";
      if (!option.required) target.option(name, option.description);
      else target.option(name, option.description, offer(valuesOf(option)));
    }
    for (const argument of command.registeredArguments) {
      const values = argument.name() === "endpoint" ? () => ENDPOINTS : namesFor(path, argument.argChoices);
      target.argument(argument.name(), offer(values), argument.variadic);
    }
    for (const child of command.commands) add(child, [...path, child.name()]);
  }

  function namesFor(path: readonly string[], choices: readonly string[] = []): Values {
    return path[0] === "profile" ? profiles : () => choices;
  }

  add(program, []);
  return root;
}

/** Says what may follow a command line whose last word is not finished: a value and what it is, in a line each. */
export function complete(program: Command, env: NodeJS.ProcessEnv, words: readonly string[]): void {
  // The library knows options by their names alone; one that has its value decides nothing of what follows.
  const open = words.filter((word, at) => at === words.length - 1 || !/^--[^=]+=/.test(word));
  completions(program, env).parse(open);
}

type Values = () => readonly string[];

function offer(values: Values): (found: Complete) => void {
  return (found) => {
    for (const value of values()) found(value, "");
  };
}
