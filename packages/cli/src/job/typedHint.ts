/** What the libraries' hints speak of, as it is called on the command line. */
const NAMES: readonly (readonly [named: RegExp, typed: string])[] = [
  [/\bhttpGet\b/, "latchkey get"],
  [/^Read text\(\) or content instead\.$/, "Read it with latchkey get."],
  [/\boutDir\b/, "--out"],
  [/\bexisting: "keep" or "replace"/, "--existing keep or --existing replace"],
  [/\bapiUrl\b/, "--url"],
  [/\bclient's url\b/, "server's address"],
  [/\bproxy: "(.*)"/, "LATCHKEY_PROXY=$1"],
  [/pass the authority's own as `tls\.ca`/, "set LATCHKEY_CA_FILE to a file that holds the authority's own"],
  [/^Raise limits\.maxBytes, or download it to a file\.$/, "Save it with --out FILE."],
  [
    /\bhttpGet reads its first page; maxItems ends an iteration early\b/,
    "latchkey get reads its first page; --limit ends a list early",
  ],
  [/^Use pageSize for the rows of one page, maxItems .*/, "Use --limit for the rows of all."],
  [/^Use https, or pass allowInsecureHttp\b.*/, "Use https; plain http is for a server on this machine only."],
  [/\bclientId and clientSecret (\(.*\)); explainCredentials\(\) .*/, "the client id and its secret $1."],
  [/^Ask for the address in header\("location"\).*/, "Redirects are not followed: is the server's address right?"],
  [/^Pass clientId and clientSecret, set\b/, "Sign in: latchkey login helios; or set"],
  [/^For example (\[-?\d[^\]]*\])\.$/, "For example -77.5,42.7,-76.5,43.2."],
];

/** A hint of a library for somebody who types commands: it names flags and variables instead of options. */
export function typedHint(hint: string): string {
  return NAMES.reduce((text, [named, typed]) => text.replace(named, typed), hint);
}
