import { characters } from "../record/coerce.ts";

// The first lines of every published list of leaked passwords, and what people type in a hurry.
const common = new Set(
  (
    "123 1234 12345 123456 1234567 12345678 123456789 1234567890 000000 111111 112233 121212 123123 123321 654321 666666 " +
    "696969 7777777 88888888 987654321 11111111 00000000 abc123 abcd1234 a1b2c3d4 1q2w3e4r 1qaz2wsx zaq12wsx qazwsx qwerty " +
    "qwerty1 qwerty12 qwerty123 qwertyui qwertyuiop asdfgh asdfghjk asdfghjkl zxcvbn zxcvbnm password password1 password12 " +
    "password123 passw0rd p@ssw0rd pass1234 iloveyou princess sunshine football baseball basketball superman batman dragon " +
    "monkey shadow master michael jennifer jordan23 letmein welcome welcome1 login admin admin123 administrator root toor " +
    "trustno1 starwars whatever freedom computer internet changeme secret secret123 default guest test1234 testtest"
  ).split(" "),
);

/** What is wrong with a new password, in the API's words; empty when nothing is. */
export function passwordProblems(password: string): string[] {
  const problems: string[] = [];
  if (characters(password) < 8) problems.push("This password is too short. It must contain at least 8 characters.");
  if (common.has(password.toLowerCase().trim())) problems.push("This password is too common.");
  if (/^\d+$/.test(password)) problems.push("This password is entirely numeric.");
  return problems;
}
