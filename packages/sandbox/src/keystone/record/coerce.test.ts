import { describe, expect, test } from "vitest";
import { fields } from "../model/field.ts";
import { coerce } from "./coerce.ts";
import { formatDecimal } from "./output.ts";

const { text, integer, decimal, boolean, date, choice, email, reference } = fields;

test.each([
  [text({ required: true }), "  a b ", "a b"],
  [text({ required: true }), 12, "12"],
  [text({ nullable: true }), "  ", ""],
  [integer({}), "12.0", 12],
  [integer({}), " 7 ", 7],
  [decimal({}), "1000.5", 100_050],
  [decimal({}), 0.1, 10],
  [decimal({}), "-3", -300],
  [decimal({}), "1e3", 100_000],
  [decimal({}), ".5", 50],
  [decimal({}), "999999999999.99", 99_999_999_999_999],
  [boolean(), "yes", 1],
  [boolean(), 0, 0],
  [date({}), "2024-02-29", "2024-02-29"],
  [choice({ A: "a" }), "A", "A"],
  [email({}), "a.b@mail.example.org", "a.b@mail.example.org"],
  [reference("users"), "3", 3],
])("%o takes %j", (field, given, stored) => {
  expect(coerce(field, given, false)).toBe(stored);
});

test.each([
  [text({ required: true }), "   ", "This field may not be blank."],
  [text({}), true, "Not a valid string."],
  [text({}), { a: 1 }, "Not a valid string."],
  [text({ max: 3 }), "abcd", "Ensure this field has no more than 3 characters."],
  [text({}), "a\0b", "Null characters are not allowed."],
  [integer({}), "1.5", "A valid integer is required."],
  [integer({}), true, "A valid integer is required."],
  [integer({ min: 0 }), -1, "Ensure this value is greater than or equal to 0."],
  [decimal({}), "1.555", "Ensure that there are no more than 2 decimal places."],
  [decimal({}), "123456789012345", "Ensure that there are no more than 14 digits in total."],
  [decimal({}), "1234567890123", "Ensure that there are no more than 12 digits before the decimal point."],
  [decimal({}), "ten", "A valid number is required."],
  [decimal({}), "", "A valid number is required."],
  [boolean(), "maybe", "Must be a valid boolean."],
  [date({}), "2023-02-29", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."],
  [date({}), "2023-2-1", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."],
  [choice({ A: "a" }), "toString", '"toString" is not a valid choice.'],
  [email({}), "nope", "Enter a valid email address."],
  [reference("users"), "x", "Incorrect type. Expected pk value, received str."],
  [reference("users"), true, "Incorrect type. Expected pk value, received bool."],
])("%o refuses %j", (field, given, message) => {
  expect(() => coerce(field, given, false)).toThrow(message);
});

describe("amounts", () => {
  test.each([
    [0, "0.00"],
    [5, "0.05"],
    [-5, "-0.05"],
    [100_050, "1000.50"],
  ])("%d hundredths are %s", (stored, shown) => {
    expect(formatDecimal(stored)).toBe(shown);
  });
});
