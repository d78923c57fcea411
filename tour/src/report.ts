import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Prints what happens: in colours on a terminal, plainly in a pipe. */
export class Report {
  readonly #out: NodeJS.WriteStream;
  readonly #colours: boolean;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    this.#colours = out.isTTY && (process.env["NO_COLOR"] ?? "") === "";
  }

  title(text: string): void {
    this.#line(this.#paint("bold", text));
  }

  /** A heading with an empty line before it. */
  part(name: string, detail: string): void {
    this.#line("");
    this.#line(`${this.#paint(["bold", "cyan"], name)}  ${this.#paint("dim", detail)}`);
  }

  /** Something that went as it should. */
  done(what: string, result: string): void {
    this.#line(`  ${this.#paint("green", "✓")} ${what.padEnd(24)} ${result}`);
  }

  note(text: string): void {
    this.#line(this.#paint("dim", text));
  }

  #line(text: string): void {
    this.#out.write(`${text}\n`);
  }

  #paint(style: Style, text: string): string {
    return this.#colours ? styleText(style, text) : text;
  }
}
