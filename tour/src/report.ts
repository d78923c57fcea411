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

  /** A bar that fills on a terminal; in a pipe there is none. */
  progress(what: string): (progress: { readonly done: number; readonly total: number }) => void {
    if (!this.#out.isTTY) return () => {};
    return ({ done, total }) => {
      const width = 30;
      const filled = Math.round((width * done) / total);
      const bar = this.#paint("green", "█".repeat(filled)) + "░".repeat(width - filled);
      this.#out.write(done < total ? `\r  ${bar} ${done}/${total} ${what}` : "\r\u001b[K");
    };
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
