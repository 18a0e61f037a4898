import fc from "fast-check";
import { expect, it } from "vitest";
import { markup } from "./markup.ts";

it("what is put in is text, in an element and in an attribute", () => {
  const name = `"><script>alert('x')</script>&amp;`;
  expect(markup`<b title="${name}">${name}</b>`.text).toBe(
    `<b title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;">` +
      `&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;</b>`,
  );
});

it("markup that was made here stays markup, alone and in a list", () => {
  const items = ["a", "<"].map((text) => markup`<li>${text}</li>`);
  expect(markup`<ul>${items}</ul>${undefined}${7}`.text).toBe("<ul><li>a</li><li>&lt;</li></ul>7");
});

it("no text opens a tag, ends an attribute or turns the reading direction", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(markup`${text}`.text).not.toMatch(/[<>"'\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
