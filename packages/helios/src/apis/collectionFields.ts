import { checkOptions, describeValue, matching, required, UsageError } from "@latchkey/session";

/** What describes a collection. */
export interface CollectionFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Words to find it by; an empty list takes all of them away. */
  readonly tags?: readonly string[] | undefined;
}

const word = matching("a string that is not empty", isWord);

const shape = {
  name: word,
  description: matching("a string", (value): value is string => typeof value === "string"),
  tags: tagText,
} as const;

/** The fields as a form: tags are one text, separated by commas. @throws UsageError (`option`) */
export function collectionForm(fields: CollectionFields): Record<string, string> {
  const { name, description, tags } = checkOptions(fields, shape);
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags }),
  };
}

function tagText(tags: unknown, option: string): string | undefined {
  if (tags === undefined) return undefined;
  if (!Array.isArray(tags)) {
    throw new UsageError("option", `${option} must be a list of strings, not ${describeValue(tags)}.`);
  }
  for (const [index, tag] of tags.entries()) {
    if (required(word)(tag, `${option}[${index}]`).includes(",")) {
      throw new UsageError("option", `${option}[${index}] holds a comma: the API would make two tags of it.`);
    }
  }
  return tags.join(",");
}

function isWord(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}
