import { escapeMarkup } from "./escapeMarkup.ts";
import { type MapContent, mapSvg } from "./mapSvg.ts";

const STYLE = `
html, body { margin: 0; height: 100%; background: #e8eef2; font: 14px/1.4 system-ui, sans-serif; color: #222; }
body > svg { display: block; width: 100%; height: 100%; }
.mark { cursor: pointer; }
.mark:hover, .mark:focus { stroke: #000; outline: none; }
#states path:hover { fill: #f1efe6; }
#details {
  position: fixed; display: none; max-width: 22rem; padding: 0.5rem 0.75rem; border-radius: 4px; pointer-events: none;
  background: rgb(255 255 255 / 96%); box-shadow: 0 1px 6px rgb(0 0 0 / 35%); white-space: pre-line; overflow-wrap: anywhere;
}
#details::first-line { font-weight: 600; }
`;

/** Details follow the pointer, and the keyboard: every mark can be reached with the tab key. */
const SCRIPT = `
const details = document.getElementById("details");
const show = (mark, x, y) => {
  details.textContent = mark.dataset.details;
  details.style.display = "block";
  details.style.left = Math.min(x + 14, innerWidth - details.offsetWidth - 8) + "px";
  details.style.top = Math.min(y + 14, innerHeight - details.offsetHeight - 8) + "px";
};
const hide = () => { details.style.display = "none"; };
for (const mark of document.querySelectorAll(".mark")) {
  const title = mark.querySelector("title");
  mark.dataset.details = title.textContent;
  title.remove();
  mark.setAttribute("tabindex", "0");
  mark.setAttribute("aria-label", mark.dataset.details);
  mark.addEventListener("pointermove", (event) => show(mark, event.clientX, event.clientY));
  mark.addEventListener("pointerleave", hide);
  mark.addEventListener("focus", () => { const box = mark.getBoundingClientRect(); show(mark, box.right, box.bottom); });
  mark.addEventListener("blur", hide);
}
`;

/** The map as one HTML file that needs nothing else, and asks nobody for anything. */
export function mapHtml(content: MapContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeMarkup(content.title)}</title>
<style>${STYLE}</style>
</head>
<body>
${mapSvg(content)}
<div id="details" role="status"></div>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
