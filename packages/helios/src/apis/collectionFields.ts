import { UsageError } from "@latchkey/session";

/** What describes a collection. */
export interface CollectionFields {
  readonly name?: string;
  readonly description?: string;
  /** Words to find it by; an empty list takes all of them away. */
  readonly tags?: readonly string[];
}

/** The fields as a form: tags are one text, separated by commas. @throws UsageError (`option`) */
export function collectionForm({ name, description, tags }: CollectionFields): Record<string, string> {
  if (name !== undefined && (typeof name !== "string" || name.trim() === "")) {
    throw new UsageError("option", "name must be a string that is not empty.");
  }
  if (description !== undefined && typeof description !== "string") {
    throw new UsageError("option", "description must be a string.");
  }
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags: tagText(tags) }),
  };
}

function tagText(tags: readonly string[]): string {
  if (!Array.isArray(tags)) throw new UsageError("option", "tags must be a list of strings.");
  for (const [index, tag] of tags.entries()) {
    if (typeof tag !== "string" || tag.trim() === "") {
      throw new UsageError("option", `tags[${index}] must be a string that is not empty.`);
    }
    if (tag.includes(",")) {
      throw new UsageError("option", `tags[${index}] holds a comma: the API would make two tags of it.`);
    }
  }
  return tags.join(",");
}
