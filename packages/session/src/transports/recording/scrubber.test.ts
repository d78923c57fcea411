import { describe, expect, test } from "vitest";
import { Scrubber } from "./scrubber.ts";

describe("a scrubber", () => {
  test.each([
    ["authorization", "Bearer abc.def", "Bearer scrubbed"],
    ["Authorization", "Token 0123456789", "Token scrubbed"],
    ["proxy-authorization", "Basic dTpw", "Basic scrubbed"],
    ["cookie", "sessionid=s3cr3t; csrftoken=t", "sessionid=scrubbed; csrftoken=scrubbed"],
    ["set-cookie", "sessionid=s; HttpOnly; Path=/", "sessionid=scrubbed; HttpOnly; Path=/"],
    ["set-cookie", 'sessionid=""; Max-Age=0', 'sessionid=""; Max-Age=0'],
    ["x-csrftoken", "abc", "scrubbed"],
    ["x-api-key", "abc", "scrubbed"],
    ["x-keystone-cid", "8f0d", "8f0d"],
    ["ocp-apim-subscription-key", "abc", "scrubbed"],
    ["www-authenticate", 'Bearer realm="a", error="invalid_token"', 'Bearer realm="a", error="invalid_token"'],
    ["www-authenticate", "Negotiate YIIabc==", "Negotiate scrubbed"],
    ["location", "/next?access_token=abc&page=2", "/next?access_token=scrubbed&page=2"],
    ["location", "/next#access_token=abc&state=x", "/next#access_token=scrubbed&state=x"],
    ["link", '<http://a/b?page=2&api_key=abc>; rel="next"', '<http://a/b?page=2&api_key=scrubbed>; rel="next"'],
    ["content-type", "application/json", "application/json"],
  ])("header %s: %s", (name, value, clean) => {
    expect(new Scrubber([]).header(name, value)).toBe(clean);
  });

  test.each([
    ['{"username":"ada","password":"pw"}', '{"username":"ada","password":"scrubbed"}'],
    [
      '{"access_token":"a","token_type":"bearer","expires_in":60}',
      '{"access_token":"scrubbed","token_type":"bearer","expires_in":60}',
    ],
    ['{"deep":[{"client_secret":"a"}]}', '{"deep":[{"client_secret":"scrubbed"}]}'],
    ['{"password":["Too short."]}', '{"password":["Too short."]}'],
    ['{ "as": "written" }', '{ "as": "written" }'],
    [
      '{"tokens":["a","b"],"secret":{"id":7,"value":"c"}}',
      '{"tokens":["scrubbed","scrubbed"],"secret":{"id":7,"value":"scrubbed"}}',
    ],
    ['{"pwd":"a","jwt":"b","authorization":"c"}', '{"pwd":"scrubbed","jwt":"scrubbed","authorization":"scrubbed"}'],
    ['{"password":12345678,"total_tokens":12}', '{"password":"scrubbed","total_tokens":12}'],
    ['{"next":"http://a/b?api_key=k&page=2"}', '{"next":"http://a/b?api_key=scrubbed&page=2"}'],
    ['\ufeff{"access_token":"a"}', '\ufeff{"access_token":"scrubbed"}'],
    ['{"access_token":"a"}\n{"access_token": "b"}\n', '{"access_token":"scrubbed"}\n{"access_token": "scrubbed"}\n'],
    ["no JSON", "no JSON"],
  ])("JSON %s", (text, clean) => {
    expect(new Scrubber([]).json(text)).toBe(clean);
  });

  test("forms and addresses", () => {
    const scrubber = new Scrubber([]);
    expect(scrubber.form("grant_type=client_credentials&client_secret=s%20s")).toBe(
      "grant_type=client_credentials&client_secret=scrubbed",
    );
    expect(scrubber.url("http://a/b?token=x&q=1")).toBe("http://a/b?token=scrubbed&q=1");
    expect(scrubber.url("http://a/b?client%5Fsecret=x")).toBe("http://a/b?client%5Fsecret=scrubbed");
    expect(scrubber.url("http://a/b")).toBe("http://a/b");
  });

  test.each([
    [
      '<input type="hidden" name="csrfmiddlewaretoken" value="masked-1">',
      'name="csrfmiddlewaretoken" value="scrubbed">',
    ],
    ["<INPUT value='masked-1' name='csrfmiddlewaretoken'/>", "value=\"scrubbed\" name='csrfmiddlewaretoken'/>"],
    ["<input name=csrfmiddlewaretoken value=masked-1 >", 'value="scrubbed" >'],
    ['<meta name="csrf-token" content="masked-1" />', 'content="scrubbed" />'],
  ])("the field of a page: %s", (page, clean) => {
    const scrubber = new Scrubber([]);
    expect(scrubber.text(page)).toContain(clean);
    expect(scrubber.text("masked-1")).toBe("scrubbed");
  });

  test("a page's other fields stay as they are", () => {
    const page =
      '<input name="next" value="/users/"><input type="password" name="password"><meta name="a" content="b">';
    expect(new Scrubber([]).text(page)).toBe(page);
  });

  test("what was learnt in one place is found in every other, however it is spelled", () => {
    const scrubber = new Scrubber(["named"]);
    const before = { early: 'the value is long "secret"' };
    scrubber.json(JSON.stringify({ password: 'long "secret"' }));
    expect(scrubber.again(before)).toEqual({ early: "the value is scrubbed" });
    expect(scrubber.text(`named, long%20%22secret%22, {"a":"long \\"secret\\""}`)).toBe(
      'scrubbed, scrubbed, {"a":"scrubbed"}',
    );
  });

  test("a value is found in forms, behind escapes, and in bytes", () => {
    const scrubber = new Scrubber(["a p\u00e4ss! word~"]);
    expect(scrubber.form("note=a+p%C3%A4ss%21+word%7E")).toBe("note=scrubbed");
    expect(scrubber.json('{"note":"a p\\u00e4ss! word~"}')).toBe('{"note":"scrubbed"}');
    const base64 = btoa(String.fromCharCode(255, ...new TextEncoder().encode("a p\u00e4ss! word~"), 0));
    expect(scrubber.again({ base64 })).toEqual({ base64: btoa("\u00ffscrubbed\u0000") });
  });

  test("a value that another one begins with leaves nothing of that", () => {
    expect(new Scrubber(["hunter2", "hunter2-and-more"]).text("hunter2-and-more, hunter2")).toBe("scrubbed, scrubbed");
  });

  test("the password of Basic authentication is learnt", () => {
    const scrubber = new Scrubber([]);
    scrubber.header("authorization", `Basic ${btoa("ada:long+secret%21")}`);
    expect(scrubber.text("long+secret%21 is long secret!")).toBe("scrubbed is scrubbed");
  });

  test("a value that is not well-formed is taken out all the same", () => {
    expect(new Scrubber([]).json('{"password":"\\ud800 and more"}')).toBe('{"password":"scrubbed"}');
  });
});
